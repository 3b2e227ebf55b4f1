//! What a vetting officer may decide, and when. Pure.

use chrono::NaiveDate;

use super::model::{Decision, Outcome};
use crate::error::Error;
use crate::providers::model::{
    Certificate, CertificateDecision, Declaration, LotDecision, Standing,
};
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
    #[error(
        "Decide on every certificate and every lot, and on each declaration answered yes, before you propose to admit."
    )]
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
    /// The provider changed it while the officer read.
    #[error(
        "This changed since you read it, so your decision is not recorded. What follows is what is there now: read it, then decide again."
    )]
    ChangedSince,
    /// It was decided before.
    #[error("A colleague has already decided on this certificate: {0}.")]
    CertificateDecided(&'static str),
    /// A declaration is decided only while applying.
    #[error("Declarations are decided while an application is being checked. This one is not.")]
    DeclarationsAreSettled,
    /// A no needs no decision.
    #[error("The provider answered no, so there is nothing to decide.")]
    AnsweredNo,
    /// A declaration was not accepted.
    #[error(
        "A declaration was not accepted, so the provider cannot be admitted. Ask for more, or propose to reject."
    )]
    DeclarationRefused,
    /// Only from the framework.
    #[error("Only an admitted or suspended provider can be taken off the framework.")]
    NotOn,
    /// A lot is decided only while applying.
    #[error("Lots are decided while an application is being checked. This one is not.")]
    LotsAreSettled,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        let said = refusal.to_string();
        match refusal {
            Refusal::ChangedSince | Refusal::Undecided => Self::Again(said),
            _ => Self::Refused(said),
        }
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
        ProviderState::Admitted | ProviderState::Suspended => {
            Err(Refusal::CertificateDecided(certificate.decision.label()))
        }
        _ => Err(Refusal::NotWaiting),
    }?;
    if accept && !certificate.in_date(today) { Err(Refusal::Expired) } else { Ok(()) }
}

/// May a declaration be decided? Only a yes, while the application is checked.
pub fn may_decide_declaration(
    state: ProviderState,
    open: Option<&Decision>,
    declaration: &Declaration,
) -> Result<(), Refusal> {
    match (state, open) {
        (ProviderState::Applied, None) if declaration.answer => Ok(()),
        (ProviderState::Applied, None) => Err(Refusal::AnsweredNo),
        (ProviderState::Applied, Some(_)) => Err(Refusal::AlreadyProposed),
        _ => Err(Refusal::DeclarationsAreSettled),
    }
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
    declared: &[Declaration],
    open: Option<&Decision>,
    outcome: Outcome,
    today: NaiveDate,
) -> Result<(), Refusal> {
    if open.is_some() {
        return Err(Refusal::AlreadyProposed);
    }
    step(standing, declared, outcome, today).map(drop)
}

/// May this officer confirm the proposal? What it rests on is checked again.
pub fn may_confirm(
    standing: &Standing,
    declared: &[Declaration],
    proposal: &Decision,
    officer: UserId,
    today: NaiveDate,
) -> Result<Step<ProviderState>, Refusal> {
    if proposal.proposed_by == officer {
        return Err(Refusal::OwnProposal);
    }
    step(standing, declared, proposal.outcome, today)
}

fn step(
    standing: &Standing,
    declared: &[Declaration],
    outcome: Outcome,
    today: NaiveDate,
) -> Result<Step<ProviderState>, Refusal> {
    let event = match outcome {
        Outcome::Admit => ProviderEvent::Admit,
        Outcome::Reject => ProviderEvent::Reject,
        Outcome::Remove => ProviderEvent::Remove,
    };
    let not_now = if outcome == Outcome::Remove { Refusal::NotOn } else { Refusal::NotWaiting };
    let step = Step::take(standing.state, event).ok_or(not_now)?;
    match outcome {
        Outcome::Reject | Outcome::Remove => Ok(step),
        Outcome::Admit => fit(standing, declared, today).map(|()| step),
    }
}

fn fit(standing: &Standing, declared: &[Declaration], today: NaiveDate) -> Result<(), Refusal> {
    let lots = &standing.lots;
    let undecided = lots.iter().any(|it| it.decision == LotDecision::Waiting)
        || standing.certificates.iter().any(|it| it.decision == CertificateDecision::Waiting)
        || declared.iter().any(Declaration::undecided);
    let refused = |it: &Declaration| it.answer && it.decision == CertificateDecision::Refused;
    if undecided {
        Err(Refusal::Undecided)
    } else if declared.iter().any(refused) {
        Err(Refusal::DeclarationRefused)
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

/// Is what is decided on still what was read, by the mark of each?
pub fn still_as_read(now: &str, seen: &str) -> Result<(), Refusal> {
    if now == seen { Ok(()) } else { Err(Refusal::ChangedSince) }
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
            added_at: Moment::from_timestamp(0, 0).unwrap(),
        }
    }

    fn declared(answer: bool, decision: CertificateDecision) -> Declaration {
        Declaration {
            code: "tax".to_owned(),
            answer,
            explanation: String::new(),
            remedy: String::new(),
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
                months: None,
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
                may_propose(&standing, &[], None, Outcome::Admit, today()),
                found,
                "{certificate:?} {lot:?}"
            );
            assert_eq!(may_propose(&standing, &[], None, Outcome::Reject, today()), Ok(()));
        }
    }

    #[test]
    fn a_declaration_answered_yes_is_decided_before_anybody_is_admitted() {
        use CertificateDecision::{Accepted, Refused, Waiting};
        let standing = standing(Accepted, LotDecision::Admit);
        for (answer, decision, found) in [
            (false, Waiting, Ok(())),
            (true, Waiting, Err(Refusal::Undecided)),
            (true, Accepted, Ok(())),
            (true, Refused, Err(Refusal::DeclarationRefused)),
        ] {
            let said = [declared(answer, decision)];
            let admit = may_propose(&standing, &said, None, Outcome::Admit, today());
            assert_eq!(admit, found, "{answer} {decision:?}");
        }
        let (yes, no) = (declared(true, Waiting), declared(false, Waiting));
        let open = proposal(UserId::mint());
        use ProviderState::{Admitted, Applied};
        for (state, open, said, found) in [
            (Applied, None, &yes, Ok(())),
            (Applied, None, &no, Err(Refusal::AnsweredNo)),
            (Applied, Some(&open), &yes, Err(Refusal::AlreadyProposed)),
            (Admitted, None, &yes, Err(Refusal::DeclarationsAreSettled)),
        ] {
            assert_eq!(may_decide_declaration(state, open, said), found, "{state:?}");
        }
    }

    #[test]
    fn only_a_provider_on_the_framework_is_removed_from_it_and_by_two_officers() {
        let (one, other) = (UserId::mint(), UserId::mint());
        let open = Decision { outcome: Outcome::Remove, ..proposal(one) };
        for state in ProviderState::ALL {
            let mut standing = standing(CertificateDecision::Accepted, LotDecision::Admit);
            standing.state = *state;
            let on = matches!(state, ProviderState::Admitted | ProviderState::Suspended);
            let wanted = if on { Ok(()) } else { Err(Refusal::NotOn) };
            let proposed = may_propose(&standing, &[], None, Outcome::Remove, today());
            assert_eq!(proposed, wanted, "{state:?}");
            let confirmed = may_confirm(&standing, &[], &open, other, today());
            assert_eq!(confirmed.map(drop), wanted, "{state:?}");
            let own = may_confirm(&standing, &[], &open, one, today()).map(drop);
            assert_eq!(own, Err(Refusal::OwnProposal));
        }
    }

    #[test]
    fn nobody_confirms_their_own_proposal_and_an_expiry_in_between_counts() {
        let (one, other) = (UserId::mint(), UserId::mint());
        let standing = standing(CertificateDecision::Accepted, LotDecision::Admit);
        let confirmed = |by, day| may_confirm(&standing, &[], &proposal(one), by, day).map(drop);
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
