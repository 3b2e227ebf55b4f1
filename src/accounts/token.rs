//! Secrets that only their holder has: in a cookie, or in a link sent by mail.
//! The database keeps their SHA-256.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, CookieBuilder, SameSite};
use anyhow::anyhow;
use sha2::{Digest, Sha256};

use crate::error::Result;
use crate::types::text::hex;
use crate::web::guard::Site;

/// A secret of 256 bits.
pub struct Token(String);

impl Token {
    /// A fresh 256-bit token.
    pub fn mint() -> Result<Self> {
        let mut bytes = [0u8; 32];
        getrandom::fill(&mut bytes).map_err(|cause| anyhow!("no random numbers: {cause}"))?;
        Ok(Self(hex(&bytes)))
    }

    /// Whether it could be one of ours.
    pub fn is_one(text: &str) -> bool {
        text.len() == 64 && text.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'))
    }

    /// What the database keeps.
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(&self.0).to_vec()
    }

    /// The cookie that carries it, for as long as the browser is open.
    pub fn cookie(&self, site: &Site) -> Cookie<'static> {
        cookie(site, site.session_cookie(), self.0.clone()).finish()
    }

    /// The token itself, as a secret for one form.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The token in an address.
    pub fn read(typed: &str) -> Self {
        Self(typed.to_owned())
    }

    /// The token a cookie carries.
    pub fn from_cookie(cookie: &Cookie<'_>) -> Self {
        Self(cookie.value().to_owned())
    }
}

/// A cookie of ours, yet without an end.
pub(super) fn cookie(site: &Site, name: &'static str, value: String) -> CookieBuilder<'static> {
    Cookie::build(name, value)
        .path("/")
        .http_only(true)
        .secure(site.secure)
        .same_site(SameSite::Lax)
}

/// The cookie that ends a session in the browser.
pub fn no_cookie(site: &Site) -> Cookie<'static> {
    cookie(site, site.session_cookie(), String::new()).max_age(Duration::ZERO).finish()
}

/// The cookie that carries a sign-in half done, for as long as that may take.
pub fn half_cookie(site: &Site, token: &Token) -> Cookie<'static> {
    cookie(site, site.half_cookie(), token.0.clone()).max_age(Duration::minutes(10)).finish()
}

/// The cookie that ends it.
pub fn no_half_cookie(site: &Site) -> Cookie<'static> {
    cookie(site, site.half_cookie(), String::new()).max_age(Duration::ZERO).finish()
}
