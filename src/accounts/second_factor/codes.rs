//! Codes: the six digits of RFC 6238 that change every half-minute, and
//! recovery codes for when the app is lost.

use anyhow::anyhow;
use qrcode::QrCode;
use qrcode::render::svg;
use sha2::{Digest, Sha256};
use totp_rs::{Builder, Secret, Totp};

use crate::error::Result;
use crate::types::time::Moment;

/// How many recovery codes there are in a set.
pub const IN_A_SET: usize = 10;

/// The letters and digits of a recovery code: those nobody mistakes for another.
const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// A fresh 160-bit secret, as RFC 4226 advises.
pub fn mint() -> Result<Vec<u8>> {
    let mut bytes = [0u8; 20];
    getrandom::fill(&mut bytes).map_err(|cause| anyhow!("no random numbers: {cause}"))?;
    Ok(bytes.to_vec())
}

fn totp(secret: &[u8], account: &str) -> Result<Totp> {
    let made = Builder::new()
        .with_secret(secret.to_vec())
        .with_issuer(Some("Muster"))
        .with_account_name(account)
        .build();
    made.map_err(|cause| anyhow!("the secret of an authenticator is damaged: {cause}").into())
}

/// The secret as letters to type into an app, in groups of four.
pub fn spelt(secret: &[u8]) -> String {
    let letters: Vec<char> = Secret::from(secret).to_base32().chars().collect();
    letters.chunks(4).map(|it| it.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The secret as a picture for an app to look at.
pub fn picture(secret: &[u8], account: &str) -> Result<String> {
    let address = totp(secret, account)?
        .to_url()
        .map_err(|cause| anyhow!("no address for an authenticator: {cause}"))?;
    let code = QrCode::new(address).map_err(|cause| anyhow!("no QR code: {cause}"))?;
    let drawn = code.render::<svg::Color<'_>>().min_dimensions(220, 220).build();
    let start = drawn.find("<svg").unwrap_or_default();
    Ok(drawn.get(start..).unwrap_or_default().to_owned())
}

/// The half-minute whose code was typed, if it is a later one than the last
/// that was taken: a code works once. One half-minute either way is allowed
/// for clocks that differ.
pub fn step_of(secret: &[u8], typed: &str, last: i64, now: Moment) -> Result<Option<i64>> {
    let digits: String = typed.chars().filter(|it| !it.is_whitespace()).collect();
    if digits.len() != 6 || !digits.bytes().all(|it| it.is_ascii_digit()) {
        return Ok(None);
    }
    let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
    let found = totp(secret, "")?.check(&digits, seconds);
    let step = found.and_then(|it| i64::try_from(it).ok());
    Ok(step.filter(|it| *it > last))
}

/// A set of fresh recovery codes of 80 bits each.
pub fn recovery_codes() -> Result<Vec<String>> {
    let mut bytes = [0u8; 16 * IN_A_SET];
    getrandom::fill(&mut bytes).map_err(|cause| anyhow!("no random numbers: {cause}"))?;
    let letter = |byte: &u8| LETTERS.get(usize::from(byte % 32)).copied().map_or('A', char::from);
    let code = |bytes: &[u8]| {
        let groups = bytes.chunks(4).map(|it| it.iter().map(letter).collect::<String>());
        groups.collect::<Vec<_>>().join("-")
    };
    Ok(bytes.chunks(16).map(code).collect())
}

/// What the database keeps of a recovery code, however it was typed.
pub fn digest(code: &str) -> Vec<u8> {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    Sha256::digest(plain.to_uppercase()).to_vec()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{IN_A_SET, digest, mint, picture, recovery_codes, spelt, step_of};
    use crate::types::time::Moment;

    /// The secret and codes of RFC 6238, appendix B, cut to six digits.
    const SECRET: &[u8] = b"12345678901234567890";

    fn at(seconds: i64) -> Moment {
        Moment::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        for (seconds, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")]
        {
            assert_eq!(
                step_of(SECRET, code, 0, at(seconds)).unwrap(),
                Some(seconds / 30),
                "{code}"
            );
        }
        assert_eq!(step_of(SECRET, " 287 082 ", 0, at(59)).unwrap(), Some(1), "spaces do no harm");
        for wrong in ["287083", "28708", "2870822", "", "abcdef", "２８７０８２"] {
            assert_eq!(step_of(SECRET, wrong, 0, at(59)).unwrap(), None, "{wrong}");
        }
    }

    #[test]
    fn a_code_works_once_and_for_one_half_minute_either_way() {
        assert_eq!(step_of(SECRET, "287082", 1, at(59)).unwrap(), None, "used");
        assert_eq!(step_of(SECRET, "287082", 0, at(89)).unwrap(), Some(1));
        assert_eq!(step_of(SECRET, "287082", 0, at(90)).unwrap(), None, "too old");
        assert_eq!(step_of(SECRET, "287082", 0, at(0)).unwrap(), Some(1));
    }

    #[test]
    fn the_secret_is_shown_as_a_picture_and_as_letters() {
        assert_eq!(spelt(SECRET), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        let drawn = picture(SECRET, "ann@northshire.example").unwrap();
        assert!(drawn.starts_with("<svg") && drawn.ends_with("</svg>"));
        assert!(!drawn.contains("style="), "our pages allow no inline style");
        assert_eq!(mint().unwrap().len(), 20);
    }

    #[test]
    fn recovery_codes_are_many_different_and_forgiving_to_type() {
        let codes: HashSet<String> = recovery_codes().unwrap().into_iter().collect();
        assert_eq!(codes.len(), IN_A_SET);
        assert!(codes.iter().all(|it| it.len() == 19));
        assert_eq!(digest("abcd-EFGH jklm-NPQR"), digest("ABCDEFGHJKLMNPQR"));
        assert_ne!(digest("ABCD"), digest("ABCE"));
    }
}
