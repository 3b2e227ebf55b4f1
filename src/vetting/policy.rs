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
