//! Signed notes, as C2SP defines them (c2sp.org/signed-note): a text, an empty
//! line, and a line for each signature over the text.
//!
//! ```text
//! muster.example/transparency
//! 20852
//! CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
//!
//! — muster.example/transparency Az3grlgtzPICa5OS8npV…
//! ```

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

/// How C2SP numbers signatures of the kind Ed25519.
const ED25519: u8 = 1;

/// How the line of a signature begins.
const DASH: &str = "— ";

/// A public key that notes are believed by, under a name, or under any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trusted {
    name: Option<String>,
    key: VerifyingKey,
}

impl Trusted {
    pub(super) fn new(key: VerifyingKey) -> Self {
        Self { name: None, key }
    }

    /// The same key, for notes under one name only.
    pub fn named(&self, name: &str) -> Self {
        Self { name: Some(name.to_owned()), key: self.key }
    }

    /// Reads a public key as Muster shows it, or a verifier key such as
    /// `muster.example/transparency+6c3e24d1+AQ…`.
    pub fn read(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        // Base64 has plus signs of its own; no bare key has a name before it.
        if let Some(bytes) = bytes(typed) {
            return Some(Self::new(VerifyingKey::from_bytes(&bytes).ok()?));
        }
        let (name, rest) = typed.split_once('+')?;
        let (id, coded) = rest.split_once('+')?;
        let (kind, key) =
            STANDARD.decode(coded).ok()?.split_first().map(|it| (*it.0, it.1.to_vec()))?;
        let key = VerifyingKey::from_bytes(&key.try_into().ok()?).ok()?;
        let right = kind == ED25519
            && is_name(name)
            && u32::from_str_radix(id, 16).ok()? == id_of(name, &key);
        right.then(|| Self { name: Some(name.to_owned()), key })
    }

    /// The bare key, as receipts name it.
    pub fn bare(&self) -> String {
        STANDARD.encode(self.key.as_bytes())
    }
}

/// As a verifier key, where it has a name.
impl fmt::Display for Trusted {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(name) = &self.name else { return to.write_str(&self.bare()) };
        let coded: Vec<u8> = std::iter::once(ED25519).chain(*self.key.as_bytes()).collect();
        write!(to, "{name}+{:08x}+{}", id_of(name, &self.key), STANDARD.encode(coded))
    }
}

fn bytes(typed: &str) -> Option<[u8; 32]> {
    STANDARD.decode(typed).ok()?.try_into().ok()
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && !name.contains(|it: char| it.is_whitespace() || it.is_control() || it == '+')
}

fn id_of(name: &str, key: &VerifyingKey) -> u32 {
    let digest: [u8; 32] = Sha256::new()
        .chain_update(name)
        .chain_update([b'\n', ED25519])
        .chain_update(key.as_bytes())
        .finalize()
        .into();
    let [a, b, c, d, ..] = digest;
    u32::from_be_bytes([a, b, c, d])
}

/// Why a note is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It is no note.
    #[error("it is not a signed note")]
    NoNote,
    /// Nobody we know signed it.
    #[error("it is not signed with the key that was given")]
    Unsigned,
    /// Somebody we know signed something else.
    #[error("the signature does not fit: something in it was changed after it was signed")]
    Changed,
}

/// Signs a text that ends with its last line, under a name.
pub(super) fn sign(text: &str, name: &str, key: &SigningKey) -> String {
    let mut signed = id_of(name, &key.verifying_key()).to_be_bytes().to_vec();
    signed.extend(key.sign(text.as_bytes()).to_bytes());
    format!("{text}\n{DASH}{name} {}\n", STANDARD.encode(signed))
}

/// The text of a note that somebody trusted signed, with the name they signed
/// it under. A signature of nobody we know means nothing; a wrong one of
/// somebody we do condemns the note.
pub fn open<'a>(note: &'a str, trusted: &[Trusted]) -> Result<(&'a str, &'a str), Fault> {
    let end = note.rfind("\n\n").ok_or(Fault::NoNote)?;
    let (text, signatures) = (note.get(..=end), note.get(end + 2..));
    let (text, signatures) = text.zip(signatures).ok_or(Fault::NoNote)?;
    if note.contains(|it: char| it.is_ascii_control() && it != '\n') || !note.ends_with('\n') {
        return Err(Fault::NoNote);
    }
    let mut by = None;
    for line in signatures.lines() {
        let (name, id, signature) = read(line).ok_or(Fault::NoNote)?;
        let knows = |it: &&Trusted| {
            it.name.as_deref().is_none_or(|own| own == name) && id_of(name, &it.key) == id
        };
        for one in trusted.iter().filter(knows) {
            let signature = Signature::from_slice(&signature).map_err(|_| Fault::Changed)?;
            one.key.verify_strict(text.as_bytes(), &signature).map_err(|_| Fault::Changed)?;
            by = Some(name);
        }
    }
    by.map(|name| (text, name)).ok_or(Fault::Unsigned)
}

fn read(line: &str) -> Option<(&str, u32, Vec<u8>)> {
    let (name, coded) = line.strip_prefix(DASH)?.split_once(' ')?;
    let signed = STANDARD.decode(coded).ok()?;
    let (id, signature) = signed.split_first_chunk::<4>()?;
    is_name(name).then(|| (name, u32::from_be_bytes(*id), signature.to_vec()))
}

/// The notes in a text, one after another with an empty line between; a text
/// of a note has no empty line of its own here. What is no note is an error,
/// by the number of its first line.
pub fn split(text: &str) -> Result<Vec<String>, usize> {
    let (mut notes, mut note, mut began) = (Vec::new(), String::new(), 0);
    for (number, line) in (1..).zip(text.lines().chain([""])) {
        let line = line.trim_end();
        let signed = note.contains(DASH);
        if !line.is_empty() {
            if note.is_empty() {
                began = number;
            }
            // After a signature comes another, or the end.
            if signed && !line.starts_with(DASH) {
                return Err(number);
            }
            if line.starts_with(DASH) && !signed && !note.ends_with("\n\n") {
                return Err(number);
            }
            if !line.starts_with(DASH) && note.ends_with("\n\n") {
                return Err(began);
            }
            note.push_str(line);
            note.push('\n');
        } else if signed {
            notes.push(std::mem::take(&mut note));
        } else if !note.is_empty() && !note.ends_with("\n\n") {
            note.push('\n');
        }
    }
    if note.is_empty() { Ok(notes) } else { Err(began) }
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::SigningKey;

    use super::{Fault, Trusted, open, sign, split};

    /// As the package `note` of Go has it in its documentation.
    const NEUMANN: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    const SAID: &str = "If you think cryptography is the answer to your problem,\n\
        then you don't know what your problem is.\n\n\
        — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    #[test]
    fn a_note_that_another_program_signed_is_believed() {
        let neumann = Trusted::read(NEUMANN).unwrap();
        assert_eq!(neumann.to_string(), NEUMANN);
        let (text, by) = open(SAID, &[neumann]).unwrap();
        assert!(text.ends_with("problem is.\n") && by == "PeterNeumann");
    }

    #[test]
    fn what_we_sign_is_believed_by_our_key_under_our_name_alone() {
        let own = SigningKey::from_bytes(&[7; 32]);
        let key = Trusted::new(own.verifying_key());
        let note = sign("one\ntwo\n", "muster.test/transparency", &own);
        for trusted in [key.clone(), key.named("muster.test/transparency")] {
            let again = Trusted::read(&trusted.to_string()).unwrap();
            assert_eq!(open(&note, &[again]).unwrap(), ("one\ntwo\n", "muster.test/transparency"));
        }
        assert_eq!(open(&note, &[key.named("other.test")]), Err(Fault::Unsigned));
        let other = Trusted::new(SigningKey::from_bytes(&[8; 32]).verifying_key());
        assert_eq!(open(&note, std::slice::from_ref(&other)), Err(Fault::Unsigned));
        assert!(open(&note, &[other, key]).is_ok(), "one of them is enough");
    }

    #[test]
    fn every_changed_byte_of_a_note_is_found() {
        let neumann = [Trusted::read(NEUMANN).unwrap()];
        for at in 0..SAID.len() {
            let mut bytes = SAID.as_bytes().to_vec();
            bytes[at] ^= 1;
            let Ok(changed) = String::from_utf8(bytes) else { continue };
            assert!(open(&changed, &neumann).is_err(), "byte {at} of {changed}");
        }
    }

    #[test]
    fn a_key_whose_number_is_not_its_own_is_no_key() {
        for wrong in [
            "",
            "PeterNeumann",
            "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeuman+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeumann+c74f20a3+ARpc",
        ] {
            assert_eq!(Trusted::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn notes_are_told_apart_and_half_of_one_is_named_by_its_line() {
        let own = SigningKey::from_bytes(&[7; 32]);
        let (one, two) = (sign("a\n1\n", "x", &own), sign("a\n2\n", "x", &own));
        assert_eq!(split(&format!("{one}\n{two}\n")).unwrap(), [one.clone(), two.clone()]);
        assert_eq!(split(&format!("\n\n{one}\n\n\n{two}")).unwrap(), [one.clone(), two]);
        assert_eq!(split("").unwrap(), Vec::<String>::new());
        assert_eq!(split(&format!("{one}\na\n3\n")), Err(6));
        assert_eq!(split(&format!("{one}a\n3\n")), Err(5));
        assert_eq!(split("nothing signed here"), Err(1));
    }
}
