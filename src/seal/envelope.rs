//! Envelopes: files in the format of the program `age`, padded so that their
//! length says little about what is in them.

use std::io::{Read, Write};

use age::x25519::{Identity, Recipient};
use anyhow::{Context, Result};

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

/// Seals a text for each of these recipients alone. It is padded with spaces,
/// which mean nothing at the end of JSON.
pub(super) fn seal(text: &[u8], to: &[&Recipient]) -> Result<Vec<u8>> {
    let to = to.iter().map(|it| {
        let it: &dyn age::Recipient = *it;
        it
    });
    let sealing = age::Encryptor::with_recipients(to).context("there is nobody to seal for")?;
    let mut sealed = Vec::new();
    let mut writer = sealing.wrap_output(&mut sealed)?;
    writer.write_all(&padded(text))?;
    writer.finish()?;
    Ok(sealed)
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

    use super::{BUCKET, open, padded, seal};

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
    fn short_and_long_texts_weigh_the_same() {
        assert_eq!(padded(b"").len(), BUCKET);
        assert_eq!(padded(b"1").len(), padded(&[b'1'; BUCKET]).len());
        assert_eq!(padded(&[b'1'; BUCKET + 1]).len(), 2 * BUCKET);
    }
}
