//! What a vetting officer may decide, and when. Pure.

use chrono::NaiveDate;

use super::model::{Decision, Outcome};
use crate::error::Error;
use crate::providers::model::{Certificate, CertificateDecision, LotDecision, Standing};
use crate::providers::policy::certificate_bars;
use crate::providers::state::{ProviderEvent, ProviderState};
use crate::types::ids::UserId;
use crate::types::state::Step;

/// Why not, in words for the officer asking.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The application is not with the officers.
    #[error(
        "This application is not waiting for a decision. Load the page again to see where it stands."
    )]
    NotWaiting,
    /// There is a proposal already.
    #[error("A decision has already been proposed. Confirm it, or set it aside first.")]
    AlreadyProposed,
    /// There is no proposal.
    #[error(
        "There is no proposal to confirm or set aside: someone else has dealt with it. Load the page again to see where it stands."
    )]
    NothingProposed,
    /// Four eyes.
    #[error("You proposed this decision, so a different vetting officer must confirm it.")]
    OwnProposal,
    /// A lot or certificate is undecided.
    #[error("Decide on every certificate and every lot before you propose to admit.")]
    Undecided,
    /// No lot was found fit.
    #[error(
        "No lot was found fit, so there is nothing to admit the provider to. Propose to reject instead."
    )]
    NoLot,
    /// The mandatory certificate is missing.
    #[error(
        "The provider does not hold every mandatory certificate, accepted and in date, so it cannot be admitted."
    )]
    NoCertificate,
    /// The certificate has expired.
    #[error("This certificate has expired, so it cannot be accepted.")]
    Expired,
    /// Not in a state to suspend or lift.
    #[error(
        "Only an admitted provider can be suspended, and only a suspension can be lifted. Load the page again to see where it stands."
    )]
    WrongState,
    /// A lot is decided only while applying.
    #[error("Lots are decided while an application is being checked. This one is not.")]
    LotsAreSettled,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// May the operator read this provider's dossier? Nothing of it reaches the
/// operator before the provider applies.
pub fn may_read(state: ProviderState) -> Result<(), Error> {
    if state == ProviderState::Registered { Err(Error::NotFound) } else { Ok(()) }
}

/// May certificates be decided? While the application is checked, unless a
/// proposal waits; and whenever an admitted provider adds one.
pub fn may_decide_certificate(
    state: ProviderState,
    open: Option<&Decision>,
    certificate: &Certificate,
    accept: bool,
    today: NaiveDate,
) -> Result<(), Refusal> {
    let waiting = certificate.decision == CertificateDecision::Waiting;
    match state {
        ProviderState::Applied if open.is_some() => Err(Refusal::AlreadyProposed),
        ProviderState::Applied => Ok(()),
        ProviderState::Admitted | ProviderState::Suspended if waiting => Ok(()),
        _ => Err(Refusal::NotWaiting),
    }?;
    if accept && !certificate.in_date(today) { Err(Refusal::Expired) } else { Ok(()) }
}

/// May lots be decided?
pub fn may_decide_lot(state: ProviderState, open: Option<&Decision>) -> Result<(), Refusal> {
    match (state, open) {
        (ProviderState::Applied, None) => Ok(()),
        (ProviderState::Applied, Some(_)) => Err(Refusal::AlreadyProposed),
        _ => Err(Refusal::LotsAreSettled),
    }
}

/// May more be asked for?
pub fn may_ask(
    state: ProviderState,
    open: Option<&Decision>,
) -> Result<Step<ProviderState>, Refusal> {
    let step = Step::take(state, ProviderEvent::AskMore).ok_or(Refusal::NotWaiting)?;
    if open.is_some() { Err(Refusal::AlreadyProposed) } else { Ok(step) }
}

/// May this outcome be proposed?
pub fn may_propose(
    standing: &Standing,
    open: Option<&Decision>,
    outcome: Outcome,
    today: NaiveDate,
) -> Result<(), Refusal> {
    if open.is_some() {
        return Err(Refusal::AlreadyProposed);
    }
    step(standing, outcome, today).map(drop)
}

/// May this officer confirm the proposal? What it rests on is checked again.
pub fn may_confirm(
    standing: &Standing,
    proposal: &Decision,
    officer: UserId,
    today: NaiveDate,
) -> Result<Step<ProviderState>, Refusal> {
    if proposal.proposed_by == officer {
        return Err(Refusal::OwnProposal);
    }
    step(standing, proposal.outcome, today)
}

fn step(
    standing: &Standing,
    outcome: Outcome,
    today: NaiveDate,
) -> Result<Step<ProviderState>, Refusal> {
    let event = match outcome {
        Outcome::Admit => ProviderEvent::Admit,
        Outcome::Reject => ProviderEvent::Reject,
    };
    let step = Step::take(standing.state, event).ok_or(Refusal::NotWaiting)?;
    match outcome {
        Outcome::Reject => Ok(step),
        Outcome::Admit => fit(standing, today).map(|()| step),
    }
}

fn fit(standing: &Standing, today: NaiveDate) -> Result<(), Refusal> {
    let lots = &standing.lots;
    let undecided = lots.iter().any(|it| it.decision == LotDecision::Waiting)
        || standing.certificates.iter().any(|it| it.decision == CertificateDecision::Waiting);
    if undecided {
        Err(Refusal::Undecided)
    } else if !lots.iter().any(|it| it.decision == LotDecision::Admit) {
        Err(Refusal::NoLot)
    } else if !certificate_bars(standing, today).is_empty() {
        Err(Refusal::NoCertificate)
    } else {
        Ok(())
    }
}

/// May the provider be suspended, or its suspension lifted?
pub fn may_turn(
    state: ProviderState,
    event: ProviderEvent,
) -> Result<Step<ProviderState>, Refusal> {
    Step::take(state, event).ok_or(Refusal::WrongState)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::model::Scheme;
    use crate::providers::model::ProviderLot;
    use crate::types::ids::{CertificateId, DecisionId, ProviderId};
    use crate::types::time::Moment;

    fn today() -> NaiveDate {
        "2026-01-05".parse().unwrap()
    }

    fn certificate(decision: CertificateDecision) -> Certificate {
        Certificate {
            id: CertificateId::mint(),
            scheme: "cyber_essentials".to_owned(),
            number: "1".to_owned(),
            issued_on: "2025-06-30".parse().unwrap(),
            expires_on: "2026-06-30".parse().unwrap(),
            decision,
            reason: String::new(),
        }
    }

    fn standing(certificate_is: CertificateDecision, lot: LotDecision) -> Standing {
        Standing {
            state: ProviderState::Applied,
            state_reason: String::new(),
            lots: vec![ProviderLot {
                code: "osint".to_owned(),
                name: "Intelligence".to_owned(),
                evidence: String::new(),
                decision: lot,
                reason: String::new(),
                admitted_at: None,
            }],
            certificates: vec![certificate(certificate_is)],
            mandatory: vec![Scheme {
                code: "cyber_essentials".to_owned(),
                name: "Cyber Essentials".to_owned(),
                mandatory: true,
            }],
            terms_due: None,
        }
    }

    fn proposal(by: UserId) -> Decision {
        Decision {
            id: DecisionId::mint(),
            provider_id: ProviderId::mint(),
            outcome: Outcome::Admit,
            reason: "Sound.".to_owned(),
            proposed_by: by,
            proposed_at: Moment::from_timestamp(0, 0).unwrap(),
            confirmed_by: None,
            confirmed_at: None,
        }
    }

    #[test]
    fn admission_needs_everything_decided_a_lot_and_the_certificate() {
        use CertificateDecision as C;
        use LotDecision as L;
        for (certificate, lot, found) in [
            (C::Accepted, L::Admit, Ok(())),
            (C::Waiting, L::Admit, Err(Refusal::Undecided)),
            (C::Accepted, L::Waiting, Err(Refusal::Undecided)),
            (C::Accepted, L::Refuse, Err(Refusal::NoLot)),
            (C::Refused, L::Admit, Err(Refusal::NoCertificate)),
        ] {
            let standing = standing(certificate, lot);
            assert_eq!(
                may_propose(&standing, None, Outcome::Admit, today()),
                found,
                "{certificate:?} {lot:?}"
            );
            assert_eq!(may_propose(&standing, None, Outcome::Reject, today()), Ok(()));
        }
    }

    #[test]
    fn nobody_confirms_their_own_proposal_and_an_expiry_in_between_counts() {
        let (one, other) = (UserId::mint(), UserId::mint());
        let standing = standing(CertificateDecision::Accepted, LotDecision::Admit);
        let confirmed = |by, day| may_confirm(&standing, &proposal(one), by, day).map(drop);
        assert_eq!(confirmed(one, today()), Err(Refusal::OwnProposal));
        assert_eq!(confirmed(other, today()), Ok(()));
        let late = "2026-07-01".parse().unwrap();
        assert_eq!(confirmed(other, late), Err(Refusal::NoCertificate));
    }

    #[test]
    fn while_a_proposal_waits_nothing_it_rests_on_can_be_changed() {
        let open = proposal(UserId::mint());
        let held = certificate(CertificateDecision::Waiting);
        let applied = ProviderState::Applied;
        let certificate =
            |open, accept| may_decide_certificate(applied, open, &held, accept, today());
        assert_eq!(certificate(Some(&open), true), Err(Refusal::AlreadyProposed));
        assert_eq!(may_decide_lot(applied, Some(&open)), Err(Refusal::AlreadyProposed));
        assert_eq!(may_ask(applied, Some(&open)), Err(Refusal::AlreadyProposed));
        assert_eq!(certificate(None, true), Ok(()));
        assert_eq!(may_decide_lot(applied, None), Ok(()));
        assert_eq!(may_decide_lot(ProviderState::Admitted, None), Err(Refusal::LotsAreSettled));
    }

    #[test]
    fn an_expired_certificate_can_be_refused_but_not_accepted() {
        let held = certificate(CertificateDecision::Waiting);
        let late = "2026-07-01".parse().unwrap();
        let decided =
            |accept| may_decide_certificate(ProviderState::Admitted, None, &held, accept, late);
        assert_eq!(decided(true), Err(Refusal::Expired));
        assert_eq!(decided(false), Ok(()));
    }
}
