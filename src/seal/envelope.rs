//! Envelopes: files in the format of the program `age`, padded so that their
//! length says little about what is in them.

use std::io::{Read, Write};

use age::x25519::{Identity, Recipient};
use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

text_enum! {
    /// The two envelopes of a bid. They have two keys, because they are opened
    /// at two times.
    pub enum Envelope {
        /// Evidence, answers, team and declarations.
        Quality = "quality", "Quality";
        /// Rates and the cap on expenses.
        Price = "price", "Price";
    }
}

/// What an envelope holds is a whole number of these.
const BUCKET: usize = 4096;

/// The same for streams, which are longer.
const STREAM_BUCKET: u64 = 64 * 1024;

/// Seals a text for each of these recipients alone. It is padded with spaces,
/// which mean nothing at the end of JSON.
pub(super) fn seal(text: &[u8], to: &[&Recipient]) -> Result<Vec<u8>> {
    let mut sealed = Vec::new();
    let mut writer = sealing(to)?.wrap_output(&mut sealed)?;
    writer.write_all(&padded(text))?;
    writer.finish()?;
    Ok(sealed)
}

fn sealing(to: &[&Recipient]) -> Result<age::Encryptor> {
    let to = to.iter().map(|it| {
        let it: &dyn age::Recipient = *it;
        it
    });
    age::Encryptor::with_recipients(to).context("there is nobody to seal for")
}

/// Seals whatever comes for each of these recipients alone, and returns the
/// SHA-256 of what was written. It is padded with zeros: how long it was has to
/// be said elsewhere.
pub(super) fn seal_stream(
    from: &mut impl Read,
    into: &mut impl Write,
    to: &[&Recipient],
) -> Result<[u8; 32]> {
    let mut into = Digesting { into, digest: Sha256::new() };
    let mut writer = sealing(to)?.wrap_output(&mut into)?;
    let bytes = std::io::copy(from, &mut writer)?;
    let padding = bytes.max(1).next_multiple_of(STREAM_BUCKET) - bytes;
    std::io::copy(&mut std::io::repeat(0).take(padding), &mut writer)?;
    writer.finish()?;
    into.flush()?;
    Ok(into.digest.finalize().into())
}

/// Opens what [`seal_stream`] sealed, which was so many bytes, and returns the
/// SHA-256 of what came out. Until it returns, nothing that came out is to be
/// believed: the end may be cut off.
pub(super) fn open_stream(
    sealed: impl Read,
    into: &mut impl Write,
    bytes: u64,
    key: &Identity,
) -> Result<[u8; 32]> {
    let key: &dyn age::Identity = key;
    let mut reader = age::Decryptor::new(sealed)?.decrypt(std::iter::once(key))?;
    let mut into = Digesting { into, digest: Sha256::new() };
    let came_out = std::io::copy(&mut reader.by_ref().take(bytes), &mut into)?;
    std::io::copy(&mut reader, &mut std::io::sink())?;
    if came_out != bytes {
        bail!("{came_out} bytes came out, where there were {bytes}");
    }
    into.flush()?;
    Ok(into.digest.finalize().into())
}

/// Digests what passes through it.
struct Digesting<'a, W> {
    into: &'a mut W,
    digest: Sha256,
}

impl<W: Write> Write for Digesting<'_, W> {
    fn write(&mut self, piece: &[u8]) -> std::io::Result<usize> {
        let written = self.into.write(piece)?;
        self.digest.update(piece.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.into.flush()
    }
}

fn padded(text: &[u8]) -> Vec<u8> {
    let mut padded = text.to_vec();
    padded.resize(text.len().max(1).next_multiple_of(BUCKET), b' ');
    padded
}

/// Opens an envelope. Fails when it is not for this key, or when a single bit
/// of it was changed, added or cut off.
pub(super) fn open(sealed: &[u8], key: &Identity) -> Result<Vec<u8>> {
    let key: &dyn age::Identity = key;
    let mut reader = age::Decryptor::new(sealed)?.decrypt(std::iter::once(key))?;
    let mut text = Vec::new();
    reader.read_to_end(&mut text)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use age::x25519::Identity;

    use super::{BUCKET, STREAM_BUCKET, open, open_stream, padded, seal, seal_stream};
    use crate::seal::digest;

    #[test]
    fn only_the_keys_it_is_sealed_for_open_it() {
        let (request, escrow) = (Identity::generate(), Identity::generate());
        let sealed = seal(b"{\"price\":1}", &[&request.to_public(), &escrow.to_public()]).unwrap();
        for key in [&request, &escrow] {
            assert_eq!(open(&sealed, key).unwrap().trim_ascii_end(), b"{\"price\":1}");
        }
        assert!(open(&sealed, &Identity::generate()).is_err());
    }

    #[test]
    fn a_changed_bit_and_a_cut_off_end_are_found() {
        let key = Identity::generate();
        let sealed = seal(b"{}", &[&key.to_public()]).unwrap();
        for at in [0, sealed.len() / 2, sealed.len() - 1] {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(open(&changed, &key).is_err(), "bit {at}");
            assert!(open(&sealed[..at], &key).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn a_stream_comes_out_as_it_went_in_and_its_length_says_little() {
        let (request, escrow) = (Identity::generate(), Identity::generate());
        let to = [&request.to_public(), &escrow.to_public()];
        let sealed = |content: &[u8]| {
            let mut sealed = Vec::new();
            let said = seal_stream(&mut &content[..], &mut sealed, &to).unwrap();
            assert_eq!(said[..], digest(&sealed)[..]);
            sealed
        };
        let bucket = usize::try_from(STREAM_BUCKET).unwrap();
        for length in [1, bucket - 1, bucket, 3 * bucket + 7] {
            let content: Vec<u8> = (0..length).map(|at| (at % 251).try_into().unwrap()).collect();
            for key in [&request, &escrow] {
                let mut out = Vec::new();
                let bytes = length.try_into().unwrap();
                let said = open_stream(&sealed(&content)[..], &mut out, bytes, key).unwrap();
                assert_eq!((out.as_slice(), said.to_vec()), (&content[..], digest(&content)));
            }
        }
        // The format’s header carries a few random bytes that mean nothing.
        let weight = |length| sealed(&vec![b'1'; length]).len();
        assert!(weight(1).abs_diff(weight(bucket)) < 1024);
        assert!(weight(bucket).abs_diff(weight(bucket + 1)) > bucket / 2);
    }

    #[test]
    fn a_stream_that_was_changed_or_cut_off_or_is_for_another_key_is_found() {
        let key = Identity::generate();
        let mut sealed = Vec::new();
        let content = vec![7; 200_000];
        seal_stream(&mut &content[..], &mut sealed, &[&key.to_public()]).unwrap();
        fn opened(sealed: &[u8], bytes: u64, key: &Identity) -> anyhow::Result<[u8; 32]> {
            open_stream(sealed, &mut Vec::new(), bytes, key)
        }
        assert!(opened(&sealed, 200_000, &key).is_ok());
        assert!(opened(&sealed, 200_000, &Identity::generate()).is_err());
        assert!(opened(&sealed, 10_000_000, &key).is_err(), "more than there is");
        for at in [0, sealed.len() / 2, sealed.len() - 1] {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(opened(&changed, 200_000, &key).is_err(), "bit {at}");
            assert!(opened(&sealed[..at], 200_000, &key).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn short_and_long_texts_weigh_the_same() {
        assert_eq!(padded(b"").len(), BUCKET);
        assert_eq!(padded(b"1").len(), padded(&[b'1'; BUCKET]).len());
        assert_eq!(padded(&[b'1'; BUCKET + 1]).len(), 2 * BUCKET);
    }
}
