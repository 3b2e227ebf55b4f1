//! Keeping a private key under another key: XChaCha20-Poly1305, with a nonce
//! drawn each time in front.

use anyhow::{Context, Result, anyhow};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

/// The length of a nonce.
const NONCE: usize = 24;

/// Wraps a secret, bound to what it is for: under another `purpose` it does
/// not unwrap.
pub(super) fn wrap(key: &[u8; 32], purpose: &str, secret: &[u8]) -> Result<Vec<u8>> {
    let mut nonce = [0_u8; NONCE];
    getrandom::fill(&mut nonce).map_err(|cause| anyhow!("no random numbers: {cause}"))?;
    let payload = Payload { msg: secret, aad: purpose.as_bytes() };
    let wrapped = XChaCha20Poly1305::new(key.into())
        .encrypt(XNonce::from_slice(&nonce), payload)
        .map_err(|_| anyhow!("the secret could not be wrapped"))?;
    Ok([nonce.as_slice(), &wrapped].concat())
}

/// Unwraps a secret.
pub(super) fn unwrap(key: &[u8; 32], purpose: &str, wrapped: &[u8]) -> Result<Vec<u8>> {
    let (nonce, rest) = wrapped.split_at_checked(NONCE).context("the wrapped key is cut short")?;
    let payload = Payload { msg: rest, aad: purpose.as_bytes() };
    XChaCha20Poly1305::new(key.into())
        .decrypt(XNonce::from_slice(nonce), payload)
        .map_err(|_| anyhow!("the wrapped key is not what was wrapped for this"))
}

#[cfg(test)]
mod tests {
    use super::{unwrap, wrap};

    #[test]
    fn a_secret_unwraps_under_its_key_for_its_purpose_only() {
        let (key, purpose) = ([7; 32], "request 1, quality");
        let wrapped = wrap(&key, purpose, b"secret").unwrap();
        assert_eq!(unwrap(&key, purpose, &wrapped).unwrap(), b"secret");
        assert!(unwrap(&[8; 32], purpose, &wrapped).is_err());
        assert!(unwrap(&key, "request 2, quality", &wrapped).is_err());
        assert!(unwrap(&key, purpose, &wrapped[..10]).is_err());
        assert_ne!(wrapped, wrap(&key, purpose, b"secret").unwrap());
    }
}
