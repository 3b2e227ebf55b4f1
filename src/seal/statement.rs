//! What we sign for: a few lines of plain text, with our public key and an
//! Ed25519 signature over everything above it.
//!
//! ```text
//! Muster receipt 1
//! Bid: BID-2026-7F3K9Q
//! …
//! Key: (base64)
//! Signature: (base64)
//! ```
//!
//! A signature can be checked by anyone who has the key, without asking us.
//! Blank lines and spaces around lines mean nothing, so that a statement can
//! be copied out of a mail.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

/// How the first line of every statement begins.
const OPENS: &str = "Muster ";

/// Why a statement is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It has no such lines.
    #[error("this is not a receipt: it has no line that begins with “{0}”")]
    Lacks(&'static str),
    /// The key is none.
    #[error("the key is not a public key as Muster shows it")]
    BadKey,
    /// Signed by someone else.
    #[error("it is signed with another key, {0}")]
    OtherKey(String),
    /// Changed since.
    #[error("the signature does not fit: something in it was changed after it was signed")]
    Changed,
}

/// Signs lines of text. The first says what it is.
pub(super) fn sign(lines: &[String], key: &SigningKey) -> String {
    let mut said = lines.join("\n");
    said.push_str(&format!("\nKey: {}", said_key(&key.verifying_key())));
    let signature = key.sign(said.as_bytes());
    format!("{said}\nSignature: {}\n", STANDARD.encode(signature.to_bytes()))
}

/// A public key as people copy it.
pub(super) fn said_key(key: &VerifyingKey) -> String {
    STANDARD.encode(key.as_bytes())
}

/// Checks a statement against the public key it has to be signed with, and
/// returns its lines.
pub fn verify(text: &str, key: &str) -> Result<Vec<String>, Fault> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|it| !it.is_empty()).collect();
    let first = lines.iter().position(|it| it.starts_with(OPENS)).ok_or(Fault::Lacks(OPENS))?;
    let last = lines.iter().rposition(|it| it.starts_with("Signature: "));
    let last = last.filter(|it| *it > first).ok_or(Fault::Lacks("Signature: "))?;
    let signed = lines.get(first..last).unwrap_or_default();
    let named = signed.last().and_then(|it| it.strip_prefix("Key: "));
    let named = named.ok_or(Fault::Lacks("Key: "))?;
    let wanted = public_key(key.trim()).ok_or(Fault::BadKey)?;
    if named != said_key(&wanted) {
        return Err(Fault::OtherKey(named.to_owned()));
    }
    let signature = lines.get(last).and_then(|it| it.strip_prefix("Signature: "));
    let signature = signature.and_then(|it| STANDARD.decode(it).ok());
    let signature = signature.and_then(|it| Signature::from_slice(&it).ok());
    let signature = signature.ok_or(Fault::Changed)?;
    let fits = wanted.verify_strict(signed.join("\n").as_bytes(), &signature).is_ok();
    let told = signed.iter().map(|it| (*it).to_owned()).collect();
    if fits { Ok(told) } else { Err(Fault::Changed) }
}

fn public_key(typed: &str) -> Option<VerifyingKey> {
    let bytes: [u8; 32] = STANDARD.decode(typed).ok()?.try_into().ok()?;
    VerifyingKey::from_bytes(&bytes).ok()
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::SigningKey;

    use super::{Fault, said_key, sign, verify};

    fn signed() -> (String, String) {
        let key = SigningKey::from_bytes(&[9; 32]);
        let lines = ["Muster receipt 1", "Bid: BID-2026-7F3K9Q", "Provider: Kestrel Cyber"];
        let text = sign(&lines.map(str::to_owned), &key);
        (text, said_key(&key.verifying_key()))
    }

    #[test]
    fn a_statement_is_believed_as_it_was_signed_and_out_of_a_mail() {
        let (text, key) = signed();
        assert_eq!(verify(&text, &key).unwrap()[1], "Bid: BID-2026-7F3K9Q");
        let mailed = format!("Dear Ann,\r\n\r\n{}\r\nKind regards", text.replace('\n', "\r\n\r\n"));
        assert!(verify(&mailed, &key).is_ok());
    }

    #[test]
    fn every_changed_byte_is_found() {
        let (text, key) = signed();
        for at in 0..text.trim_end().len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            let Ok(changed) = String::from_utf8(bytes) else { continue };
            let same = |it: &str| it.split_whitespace().collect::<String>();
            assert!(verify(&changed, &key).is_err(), "byte {at} of {}", same(&text));
        }
    }

    #[test]
    fn another_key_is_not_believed_and_named() {
        let (text, key) = signed();
        let other = said_key(&SigningKey::from_bytes(&[8; 32]).verifying_key());
        assert_eq!(verify(&text, &other), Err(Fault::OtherKey(key)));
        assert_eq!(verify(&text, "key"), Err(Fault::BadKey));
        assert_eq!(verify("Hello", &other), Err(Fault::Lacks("Muster ")));
    }
}
