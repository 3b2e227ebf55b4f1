//! The companies of the story and their dossiers. None of them exists.

mod copperfield;
mod harrow;
mod kestrel;
mod lantern;
mod newcomer;
mod saltmarsh;
mod thornbury;

use super::stage::Part;
use crate::accounts::model::Role;
use crate::providers::model::Size;

pub use copperfield::COPPERFIELD;
pub use harrow::HARROW;
pub use kestrel::KESTREL;
pub use lantern::LANTERN;
pub use newcomer::NEWCOMER;
pub use saltmarsh::SALTMARSH;
pub use thornbury::{SUSPENDED, THORNBURY};

/// Those that are admitted when the story begins.
pub const ADMITTED: [&Company; 6] =
    [&KESTREL, &HARROW, &LANTERN, &SALTMARSH, &COPPERFIELD, &THORNBURY];

/// What a bidder may do.
pub const BIDDER: &[Role] = &[Role::Bidder];

/// A company with its dossier.
#[derive(Debug)]
pub struct Company {
    /// Its name.
    pub name: &'static str,
    /// Its number at Companies House.
    pub number: &'static str,
    /// Its registered address.
    pub address: &'static str,
    /// Its region.
    pub region: &'static str,
    /// How large it is.
    pub size: Size,
    /// Who registered it: address and name.
    pub admin: (&'static str, &'static str),
    /// Who came after.
    pub colleagues: &'static [Part],
    /// Where to call.
    pub phone: &'static str,
    /// What it says of conflicts.
    pub conflicts: &'static str,
    /// What it does against modern slavery.
    pub slavery: &'static str,
    /// How it protects personal data.
    pub data: &'static str,
    /// Its registration with the Information Commissioner.
    pub ico: &'static str,
    /// Its certificates.
    pub certificates: &'static [Paper],
    /// Cover in pounds: professional indemnity, then public liability.
    pub cover: (u32, u32),
    /// The lots it asks for.
    pub lots: &'static [Line],
    /// Its specialists.
    pub specialists: &'static [Expert],
}

/// A certificate; days from today.
#[derive(Debug)]
pub struct Paper {
    /// The scheme.
    pub scheme: &'static str,
    /// Its number.
    pub number: &'static str,
    /// How many days ago it was issued.
    pub issued: i64,
    /// In how many days it expires.
    pub expires: i64,
}

/// A lot asked for.
#[derive(Debug)]
pub struct Line {
    /// The lot.
    pub code: &'static str,
    /// What is offered as evidence.
    pub evidence: &'static str,
    /// The highest day rate in pounds by SFIA level.
    pub rates: &'static [(i16, u32)],
    /// What the officer wrote on admitting it.
    pub verdict: &'static str,
}

/// Someone to deploy; days from today.
#[derive(Debug)]
pub struct Expert {
    /// Their name.
    pub name: &'static str,
    /// The level they work at.
    pub sfia: i16,
    /// What they specialise in.
    pub specialisms: &'static [&'static str],
    /// What they can do.
    pub skills: &'static str,
    /// What they hold.
    pub certifications: &'static str,
    /// Their police vetting, and in how many days it expires.
    pub nppv: Option<(&'static str, i64)>,
    /// Their national security vetting, and in how many days it expires.
    pub nsv: Option<(&'static str, i64)>,
}
