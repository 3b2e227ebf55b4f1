//! What runs out soon. Pure.

use chrono::{NaiveDate, TimeDelta};

use super::model::Expiring;
use crate::framework::model::Scheme;
use crate::providers::dossier::model::{Dossier, Section};
use crate::providers::model::{Certificate, CertificateDecision};
use crate::providers::policy::covers;

/// How many days ahead we warn.
pub const AHEAD: TimeDelta = TimeDelta::days(60);

/// What runs out within the warning time, or has run out, soonest first. A
/// certificate that was renewed is not mentioned.
pub fn expiring(dossier: &Dossier, schemes: &[Scheme], today: NaiveDate) -> Vec<Expiring> {
    let horizon = today + AHEAD;
    let mut found: Vec<Expiring> = Vec::new();
    let mut note = |what: String, day: Option<NaiveDate>, href: String| {
        found.extend(day.filter(|day| *day <= horizon).map(|day| Expiring { day, what, href }));
    };
    for it in latest(&dossier.certificates) {
        let name = schemes.iter().find(|scheme| scheme.code == it.scheme);
        let name = name.map_or(it.scheme.as_str(), |scheme| scheme.name.as_str());
        let href = Section::Certificates.path().to_owned();
        note(format!("{name} certificate"), Some(it.expires_on), href);
    }
    for it in dossier.insurances.iter().filter(|it| !it.by_start) {
        let what = format!("{} insurance", it.kind.label());
        note(what, it.expires_on, Section::Insurance.path().to_owned());
    }
    for it in &dossier.specialists {
        let href = || format!("{}/{}", Section::Specialists.path(), it.id);
        if let Some(level) = &it.nppv {
            note(format!("{level} of {}", it.name), it.nppv_expires, href());
        }
        if it.nsv != "none" {
            note(format!("{} of {}", it.nsv, it.name), it.nsv_expires, href());
        }
    }
    found.sort();
    found
}

/// The certificates that no longer-lasting one of the same scheme replaces.
fn latest(certificates: &[Certificate]) -> impl Iterator<Item = &Certificate> {
    let usable = |it: &&Certificate| it.decision != CertificateDecision::Refused;
    certificates.iter().filter(usable).filter(move |it| {
        !certificates
            .iter()
            .filter(usable)
            .any(|other| covers(&other.scheme, &it.scheme) && other.expires_on > it.expires_on)
    })
}
