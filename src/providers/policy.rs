//! What a provider may do, and why not. Pure: handed everything it needs.

use chrono::NaiveDate;

use super::model::{Certificate, CertificateDecision, LotDecision, Standing};
use super::state::ProviderState;
use crate::error::Error;
use crate::framework::model::Scheme;
use crate::types::uk_time;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It never applied.
    #[error(
        "Your company has not applied to join Muster yet. Complete your dossier and submit your application."
    )]
    NotApplied,
    /// The application is being checked.
    #[error(
        "Your application is being checked. You may bid once we admit your company; you do not need to do anything now."
    )]
    BeingChecked,
    /// More was asked for.
    #[error(
        "We need more from you before we can decide on your application: “{0}” Change your dossier and submit it again."
    )]
    MoreNeeded(String),
    /// The application was rejected.
    #[error(
        "Your application was not admitted: “{0}” You may change your dossier and apply again."
    )]
    Rejected(String),
    /// Bidding is stopped for now.
    #[error(
        "Your company is suspended: “{0}” Contact the Muster team to have the suspension lifted."
    )]
    Suspended(String),
    /// It was taken off the framework.
    #[error(
        "Your company was taken off the framework: “{0}” Contact the Muster team if you think this is wrong."
    )]
    Removed(String),
    /// It left by itself.
    #[error(
        "Your company has left the framework. To come back, somebody registers it again with an e-mail address that has no account here yet."
    )]
    Left,
    /// It did not ask for the lot.
    #[error(
        "Your company is not admitted to the lot this request is in. Ask for it in your dossier, under Lots and rates."
    )]
    NotInLot,
    /// The lot has not been decided.
    #[error(
        "Your company is not admitted to the lot “{0}” yet: we are still checking your evidence. You do not need to do anything now."
    )]
    LotWaiting(String),
    /// The lot was refused.
    #[error(
        "Your company was not admitted to the lot “{lot}”: “{reason}” Offer new evidence in your dossier, under Lots and rates."
    )]
    LotRefused {
        /// The lot.
        lot: String,
        /// What the vetting officer said.
        reason: String,
    },
    /// A mandatory certificate is missing.
    #[error(
        "You must hold a {0} certificate to bid, and your dossier has none. Add it under Certificates."
    )]
    NoCertificate(String),
    /// A mandatory certificate ran out.
    #[error(
        "Your {scheme} certificate expired on {day}, and you must hold a current one to bid. Renew it, then add the new certificate to your dossier."
    )]
    CertificateExpired {
        /// The scheme.
        scheme: String,
        /// Its last day.
        day: String,
    },
    /// A mandatory certificate waits for a decision.
    #[error(
        "Your {0} certificate is waiting for a vetting officer to check it. You may bid once it is accepted; you do not need to do anything now."
    )]
    CertificateWaiting(String),
    /// A mandatory certificate was refused.
    #[error("Your {scheme} certificate was refused: “{reason}” Add one that meets the reason.")]
    CertificateRefused {
        /// The scheme.
        scheme: String,
        /// What the vetting officer said.
        reason: String,
    },
    /// The terms in force have not been accepted.
    #[error(
        "Version {0} of the framework’s terms is in force, and your company has not accepted it. An administrator of your company can read and accept it under Framework terms."
    )]
    TermsNotAccepted(i32),
    /// Someone else changed it first.
    #[error(
        "This has changed since you opened the page. Go back and load it again to see where it stands."
    )]
    MovedOn,
}

impl Refusal {
    /// Where to mend it, and what that is called. A bar without a place of its
    /// own is mended in the dossier.
    pub fn mend(&self) -> (&'static str, &'static str) {
        match self {
            Self::BeingChecked => ("/provider/dossier/history", "See how far your application is"),
            Self::Suspended(_) | Self::Removed(_) => ("/help#contact", "Contact the Muster team"),
            Self::NotInLot | Self::LotWaiting(_) | Self::LotRefused { .. } => {
                ("/provider/dossier/lots", "See your lots")
            }
            Self::NoCertificate(_)
            | Self::CertificateExpired { .. }
            | Self::CertificateWaiting(_)
            | Self::CertificateRefused { .. } => {
                ("/provider/dossier/certificates", "Go to your certificates")
            }
            Self::TermsNotAccepted(_) => ("/provider/terms", "Read and accept the terms"),
            _ => ("/provider/dossier", "Go to your dossier"),
        }
    }
}

/// A condition for bidding that is the company's own, met or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    /// What it is about.
    pub title: String,
    /// How it is met.
    pub said: String,
    /// What keeps it shut, if anything does.
    pub bar: Option<Refusal>,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// Everything that keeps a provider from bidding in a lot today, each with
/// what to do about it. Nothing means it may bid.
pub fn bars_to_bidding(standing: &Standing, lot: &str, today: NaiveDate) -> Vec<Refusal> {
    if let Some(bar) = state_bar(standing) {
        return vec![bar];
    }
    let mut bars: Vec<Refusal> = lot_bar(standing, lot).into_iter().collect();
    bars.extend(certificate_bars(standing, today));
    bars.extend(terms_bar(standing));
    bars
}

/// Each of the company's own conditions for bidding in a lot, met or not: the
/// bars of [`bars_to_bidding`] taken apart, with what is met beside them.
pub fn gates(standing: &Standing, lot: &str, today: NaiveDate) -> Vec<Gate> {
    let gate = |title: &str, said: String, bar| Gate { title: title.to_owned(), said, bar };
    let state = state_bar(standing);
    let (suspended, stranger) = match &state {
        Some(Refusal::Suspended(_)) => (state.clone(), None),
        other => (None, other.clone()),
    };
    let named = standing.lots.iter().find(|it| it.code == lot);
    let lot_said = named.map_or_else(String::new, |it| {
        let since = it.admitted_at.map(uk_time::date).unwrap_or_default();
        format!("It was admitted to the lot “{}” on {since}.", it.name)
    });
    let admitted = "It was checked, and it is admitted.".to_owned();
    let free = "Nobody has stopped it from bidding.".to_owned();
    let mut gates = vec![
        gate("Your company is admitted to Muster", admitted, stranger),
        gate("Your company is not suspended", free, suspended),
        gate("Your company is admitted to the lot", lot_said, lot_bar(standing, lot)),
    ];
    gates.extend(standing.mandatory.iter().map(|scheme| {
        let good = standing.certificates.iter().filter(|it| {
            covers(&it.scheme, &scheme.code)
                && it.decision == CertificateDecision::Accepted
                && it.in_date(today)
        });
        let last = good.map(|it| it.expires_on).max().map(uk_time::day).unwrap_or_default();
        let said = format!("Yours is accepted, and good through {last}.");
        let bar = certificate_bar(scheme, &standing.certificates, today);
        gate(&format!("{} certificate", scheme.name), said, bar)
    }));
    let accepted = "Your company has accepted the terms that are in force.".to_owned();
    gates.push(gate("The framework’s terms", accepted, terms_bar(standing)));
    gates
}

/// The version of the framework's terms that must be accepted first.
pub fn terms_bar(standing: &Standing) -> Option<Refusal> {
    standing.terms_due.map(Refusal::TermsNotAccepted)
}

/// What keeps the company as a whole from bidding.
pub fn state_bar(standing: &Standing) -> Option<Refusal> {
    let reason = || standing.state_reason.clone();
    match standing.state {
        ProviderState::Admitted => None,
        ProviderState::Registered => Some(Refusal::NotApplied),
        ProviderState::Applied => Some(Refusal::BeingChecked),
        ProviderState::Clarifying => Some(Refusal::MoreNeeded(reason())),
        ProviderState::Rejected => Some(Refusal::Rejected(reason())),
        ProviderState::Suspended => Some(Refusal::Suspended(reason())),
        ProviderState::Left => Some(Refusal::Left),
        ProviderState::Removed => Some(Refusal::Removed(reason())),
    }
}

fn lot_bar(standing: &Standing, lot: &str) -> Option<Refusal> {
    let Some(asked) = standing.lots.iter().find(|it| it.code == lot) else {
        return Some(Refusal::NotInLot);
    };
    match asked.decision {
        LotDecision::Refuse => {
            Some(Refusal::LotRefused { lot: asked.name.clone(), reason: asked.reason.clone() })
        }
        _ if asked.admitted() => None,
        _ => Some(Refusal::LotWaiting(asked.name.clone())),
    }
}

/// The mandatory schemes without a certificate that counts today.
pub fn certificate_bars(standing: &Standing, today: NaiveDate) -> Vec<Refusal> {
    let bars = standing.mandatory.iter();
    bars.filter_map(|scheme| certificate_bar(scheme, &standing.certificates, today)).collect()
}

fn certificate_bar(scheme: &Scheme, held: &[Certificate], today: NaiveDate) -> Option<Refusal> {
    let name = || scheme.name.clone();
    let held: Vec<&Certificate> =
        held.iter().filter(|it| covers(&it.scheme, &scheme.code)).collect();
    let decided = |decision| held.iter().filter(move |it| it.decision == decision);
    if decided(CertificateDecision::Accepted).any(|it| it.in_date(today)) {
        return None;
    }
    if decided(CertificateDecision::Waiting).any(|it| it.in_date(today)) {
        return Some(Refusal::CertificateWaiting(name()));
    }
    let latest = held
        .iter()
        .filter(|it| it.decision != CertificateDecision::Refused)
        .map(|it| it.expires_on)
        .max();
    if let Some(day) = latest {
        return Some(Refusal::CertificateExpired { scheme: name(), day: uk_time::day(day) });
    }
    Some(match decided(CertificateDecision::Refused).next() {
        Some(refused) => {
            Refusal::CertificateRefused { scheme: name(), reason: refused.reason.clone() }
        }
        None => Refusal::NoCertificate(name()),
    })
}

/// Whether a certificate of one scheme counts for another: Cyber Essentials
/// Plus is only given to holders of Cyber Essentials.
pub fn covers(held: &str, needed: &str) -> bool {
    held == needed || (held == "cyber_essentials_plus" && needed == "cyber_essentials")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::providers::model::ProviderLot;
    use crate::types::ids::CertificateId;
    use crate::types::time::Moment;

    fn day(typed: &str) -> NaiveDate {
        typed.parse().unwrap()
    }

    fn certificate(scheme: &str, expires: &str, decision: CertificateDecision) -> Certificate {
        Certificate {
            id: CertificateId::mint(),
            scheme: scheme.to_owned(),
            number: "CE-1".to_owned(),
            issued_on: day("2025-01-01"),
            expires_on: day(expires),
            decision,
            reason: "Not yours.".to_owned(),
            added_at: Moment::from_timestamp(0, 0).unwrap(),
        }
    }

    fn lot(code: &str, decision: LotDecision) -> ProviderLot {
        ProviderLot {
            code: code.to_owned(),
            name: code.to_uppercase(),
            evidence: String::new(),
            decision,
            reason: "Too thin.".to_owned(),
            admitted_at: (decision == LotDecision::Admit)
                .then(|| Moment::from_timestamp(0, 0).unwrap()),
        }
    }

    fn standing(state: ProviderState, certificates: Vec<Certificate>) -> Standing {
        Standing {
            state,
            state_reason: "Because.".to_owned(),
            lots: vec![
                lot("in", LotDecision::Admit),
                lot("out", LotDecision::Refuse),
                lot("new", LotDecision::Waiting),
            ],
            certificates,
            mandatory: vec![Scheme {
                code: "cyber_essentials".to_owned(),
                name: "Cyber Essentials".to_owned(),
                mandatory: true,
                months: None,
            }],
            terms_due: None,
        }
    }

    fn good() -> Vec<Certificate> {
        vec![certificate("cyber_essentials", "2026-06-30", CertificateDecision::Accepted)]
    }

    #[test]
    fn a_provider_in_good_standing_may_bid_in_its_lots_and_is_told_why_not_in_others() {
        let standing = standing(ProviderState::Admitted, good());
        let bars = |lot| bars_to_bidding(&standing, lot, day("2026-01-05"));
        let (lot, reason) = ("OUT".to_owned(), "Too thin.".to_owned());
        assert_eq!(bars("in"), []);
        assert_eq!(bars("other"), [Refusal::NotInLot]);
        assert_eq!(bars("new"), [Refusal::LotWaiting("NEW".to_owned())]);
        assert_eq!(bars("out"), [Refusal::LotRefused { lot, reason }]);
    }

    #[test]
    fn terms_that_are_not_accepted_are_a_bar_that_says_where_to_go() {
        let standing = Standing { terms_due: Some(2), ..standing(ProviderState::Admitted, good()) };
        let bars = bars_to_bidding(&standing, "in", day("2026-01-05"));
        assert_eq!(bars, [Refusal::TermsNotAccepted(2)]);
        assert_eq!(bars[0].mend().0, "/provider/terms");
    }

    #[test]
    fn every_state_but_admitted_is_one_bar_that_says_why() {
        let because = || "Because.".to_owned();
        for (state, bar) in [
            (ProviderState::Registered, Refusal::NotApplied),
            (ProviderState::Applied, Refusal::BeingChecked),
            (ProviderState::Clarifying, Refusal::MoreNeeded(because())),
            (ProviderState::Rejected, Refusal::Rejected(because())),
            (ProviderState::Suspended, Refusal::Suspended(because())),
            (ProviderState::Left, Refusal::Left),
            (ProviderState::Removed, Refusal::Removed(because())),
        ] {
            assert_eq!(bars_to_bidding(&standing(state, vec![]), "in", day("2026-01-05")), [bar]);
        }
    }

    #[test]
    fn the_mandatory_certificate_counts_while_accepted_and_to_the_end_of_its_last_day() {
        use CertificateDecision::{Accepted, Refused, Waiting};
        let scheme = || "Cyber Essentials".to_owned();
        let expired =
            |day: &str| Some(Refusal::CertificateExpired { scheme: scheme(), day: day.to_owned() });
        let refused =
            Refusal::CertificateRefused { scheme: scheme(), reason: "Not yours.".to_owned() };
        let ce = |expires, decision| certificate("cyber_essentials", expires, decision);
        let plus = |expires| certificate("cyber_essentials_plus", expires, Accepted);
        for (held, bar) in [
            (vec![ce("2026-01-05", Accepted)], None),
            (vec![ce("2026-01-04", Accepted)], expired("4 January 2026")),
            (vec![ce("2026-01-04", Accepted), plus("2026-09-01")], None),
            (
                vec![ce("2026-01-04", Accepted), ce("2027-01-04", Waiting)],
                Some(Refusal::CertificateWaiting(scheme())),
            ),
            (vec![ce("2027-01-04", Refused)], Some(refused)),
            (
                vec![certificate("iso_27001", "2027-01-04", Accepted)],
                Some(Refusal::NoCertificate(scheme())),
            ),
            (vec![], Some(Refusal::NoCertificate(scheme()))),
        ] {
            let standing = standing(ProviderState::Admitted, held.clone());
            let bars = bars_to_bidding(&standing, "in", day("2026-01-05"));
            assert_eq!(bars, bar.into_iter().collect::<Vec<_>>(), "{held:?}");
        }
    }

    #[test]
    fn the_gates_tell_of_every_bar_and_of_what_is_met() {
        let good = certificate("cyber_essentials", "2026-01-05", CertificateDecision::Accepted);
        for state in ProviderState::ALL {
            for lot in ["in", "out", "new", "never"] {
                for today in ["2026-01-05", "2026-01-06"] {
                    let standing = standing(*state, vec![good.clone()]);
                    let gates = gates(&standing, lot, day(today));
                    let told: Vec<&Refusal> =
                        gates.iter().filter_map(|it| it.bar.as_ref()).collect();
                    let bars = bars_to_bidding(&standing, lot, day(today));
                    for bar in &bars {
                        assert!(told.contains(&bar), "{state:?} {lot} {today}: {bar}");
                    }
                    assert_eq!(told.is_empty(), bars.is_empty(), "{state:?} {lot} {today}");
                    assert_eq!(gates.len(), 5);
                }
            }
        }
        let met = gates(&standing(ProviderState::Admitted, vec![good]), "in", day("2026-01-05"));
        assert!(met[3].said.contains("good through 5 January 2026"), "{met:?}");
    }
}
