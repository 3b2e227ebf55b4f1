//! When a section is done, when it may be changed, and what an application
//! still lacks. Pure.

use chrono::NaiveDate;

use super::grounds::GROUNDS;
use super::model::{Dossier, LotOffer, Paper, Progress, Section};
use crate::error::Error;
use crate::files;
use crate::files::model::StoredFile;
use crate::files::state::FileState;
use crate::providers::changes::policy::is_relied_on;
use crate::providers::model::{Certificate, CertificateDecision, InsuranceKind, ProviderLot};
use crate::providers::policy::covers;
use crate::providers::state::{ProviderEvent, ProviderState};
use crate::types::state::Step;

/// Why not, in words for the person asking.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The officers are reading it.
    #[error(
        "Your application is being checked, so this cannot be changed now. If we need more, we will ask you, and you can change it then."
    )]
    WithOfficers,
    /// A colleague without the role.
    #[error("Only a provider administrator of your company can change this.")]
    ForAdministrators,
    /// No longer on the framework.
    #[error("Your company is no longer on the framework, so its dossier cannot be changed.")]
    Gone,
    /// The application lacks something.
    #[error("Your application is not complete yet. {0}.")]
    Incomplete(String),
    /// There is nothing to submit.
    #[error("Your application has already been submitted.")]
    AlreadyApplied,
    /// Another company has the number.
    #[error(
        "Another dossier already has this company number. Ask your colleagues who registered, or contact the Muster team."
    )]
    NumberTaken,
    /// A rate is above the framework's maximum.
    #[error(
        "A day rate is above the framework’s maximum for this lot. Load the page again to see the maximum, and enter that or less."
    )]
    AboveMaximum,
    /// The certificate is in the dossier already.
    #[error(
        "Your dossier already has this certificate, with the same scheme, number and day of issue."
    )]
    CertificateThere,
    /// An accepted certificate stays.
    #[error(
        "This certificate was accepted, so it stays in your dossier. When you renew it, add the new certificate beside it."
    )]
    CertificateAccepted,
    /// Insurance stays while somebody relies on it.
    #[error(
        "Insurance cannot be taken out while your company is admitted. When you renew it, save the new one in its place."
    )]
    InsuranceStays,
    /// An admitted lot stays.
    #[error(
        "Your company is admitted to this lot, so it stays in your dossier. You need not bid in it. To give up every lot, leave the framework."
    )]
    LotAdmitted,
    /// So does the file it was accepted with.
    #[error(
        "This certificate was accepted with the file it has, so the file stays. When you renew it, add the new certificate beside it."
    )]
    FileAccepted,
    /// And the file among the evidence for an admitted lot.
    #[error(
        "Your company is admitted to this lot on the evidence it gave, so its file can no longer be changed. Say what is new in your evidence, and it is reviewed."
    )]
    LotFileAccepted,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// May a section be changed? Once the company is admitted, changes that matter
/// wait for review; while its application is checked, only specialists change.
pub fn may_change(state: ProviderState, section: Section) -> Result<(), Refusal> {
    match (state, section) {
        (ProviderState::Left | ProviderState::Removed, _) => Err(Refusal::Gone),
        (ProviderState::Applied, Section::Specialists) => Ok(()),
        (ProviderState::Applied, _) => Err(Refusal::WithOfficers),
        _ => Ok(()),
    }
}

/// May a certificate be corrected, or taken out?
pub fn may_correct(state: ProviderState, certificate: &Certificate) -> Result<(), Refusal> {
    may_remove(state, certificate)
}

/// May an insurance be taken out?
pub fn may_remove_insurance(state: ProviderState) -> Result<(), Refusal> {
    may_change(state, Section::Insurance)?;
    if is_relied_on(state) { Err(Refusal::InsuranceStays) } else { Ok(()) }
}

/// May a lot be asked for no longer?
pub fn may_drop(lot: &ProviderLot) -> Result<(), Refusal> {
    if lot.admitted() { Err(Refusal::LotAdmitted) } else { Ok(()) }
}

/// May a certificate be taken out?
pub fn may_remove(state: ProviderState, certificate: &Certificate) -> Result<(), Refusal> {
    may_change(state, Section::Certificates)?;
    match certificate.decision {
        CertificateDecision::Accepted => Err(Refusal::CertificateAccepted),
        _ => Ok(()),
    }
}

/// What was accepted with a file keeps it.
fn may_change_file(
    state: ProviderState,
    section: Section,
    accepted: bool,
    there: bool,
) -> Result<(), Refusal> {
    may_change(state, section)?;
    if accepted && there { Err(Refusal::FileAccepted) } else { Ok(()) }
}

/// May this paper's file be chosen, or chosen again?
pub fn may_choose_file(dossier: &Dossier, paper: &Paper) -> Result<(), Refusal> {
    if let Paper::Lot(code) = paper {
        may_change(dossier.provider.state, Section::Lots)?;
        let admitted = |it: &LotOffer| it.lot.code == *code && it.lot.admitted();
        if dossier.lots.iter().any(admitted) {
            return Err(Refusal::LotFileAccepted);
        }
    }
    let this = |it: &&Certificate| Paper::Certificate(it.id) == *paper;
    let accepted = |it: &Certificate| it.decision == CertificateDecision::Accepted;
    let accepted = dossier.certificates.iter().find(this).is_some_and(accepted);
    let there = dossier.file(paper).is_some();
    may_change_file(dossier.provider.state, paper.section(), accepted, there)
}

/// May this paper's file be removed? Whenever it may be chosen again, and in
/// any case if there is a virus in it.
pub fn may_remove_file(dossier: &Dossier, paper: &Paper) -> Result<(), Refusal> {
    if dossier.is_held_back(paper) { Ok(()) } else { may_choose_file(dossier, paper) }
}

/// May what rests on a paper be accepted, as far as its file goes? Without a
/// paper, what rests on all of them.
pub fn may_rest_on(
    files: &[(Paper, StoredFile)],
    paper: Option<&Paper>,
) -> Result<(), files::policy::Refusal> {
    let of = files.iter().filter(|(it, _)| paper.is_none_or(|paper| it == paper));
    let states: Vec<FileState> = of.map(|(_, file)| file.state).collect();
    files::policy::may_rest_on(&states)
}

/// May this person change a section now?
pub fn may_edit(admin: bool, state: ProviderState, section: Section) -> Result<(), Refusal> {
    if admin { may_change(state, section) } else { Err(Refusal::ForAdministrators) }
}

/// How far a section is, from what is there.
pub fn progress(dossier: &Dossier, section: Section) -> Progress {
    let (there, whole) = match section {
        Section::Company => company(dossier),
        Section::Declarations => declarations(dossier),
        Section::Certificates => {
            let there = !dossier.certificates.is_empty();
            (there, there && dossier.mandatory.iter().all(|it| holds(dossier, &it.code)))
        }
        Section::Insurance => {
            let has = |kind| dossier.insurances.iter().any(|it| it.kind == kind);
            let needed = [InsuranceKind::ProfessionalIndemnity, InsuranceKind::PublicLiability];
            (!dossier.insurances.is_empty(), needed.into_iter().all(has))
        }
        Section::Statements => statements(dossier),
        Section::Lots => (
            !dossier.lots.is_empty(),
            !dossier.lots.is_empty() && dossier.lots.iter().all(|it| !it.rates.is_empty()),
        ),
        Section::Specialists => (!dossier.specialists.is_empty(), !dossier.specialists.is_empty()),
    };
    match (there, whole) {
        (_, true) => Progress::Done,
        (true, false) => Progress::InProgress,
        (false, false) => Progress::NotStarted,
    }
}

fn company(dossier: &Dossier) -> (bool, bool) {
    let it = &dossier.provider;
    let filled = [
        it.company_number.is_some(),
        !it.address.is_empty(),
        it.region_code.is_some(),
        it.size.is_some(),
        !it.contact_name.is_empty(),
        !it.contact_email.is_empty(),
    ];
    (filled.contains(&true), !filled.contains(&false))
}

fn declarations(dossier: &Dossier) -> (bool, bool) {
    let answered = |code: &str| dossier.declarations.iter().any(|it| it.code == code);
    let all = GROUNDS.iter().all(|it| answered(it.code));
    let conflicts = !dossier.provider.conflict_statement.is_empty();
    (!dossier.declarations.is_empty() || conflicts, all && conflicts)
}

fn statements(dossier: &Dossier) -> (bool, bool) {
    let it = &dossier.provider;
    let filled = [&it.modern_slavery_statement, &it.data_protection_statement, &it.ico_number];
    (filled.iter().any(|it| !it.is_empty()), filled.iter().all(|it| !it.is_empty()))
}

fn holds(dossier: &Dossier, scheme: &str) -> bool {
    let usable = |it: &&Certificate| it.decision != CertificateDecision::Refused;
    dossier.certificates.iter().filter(usable).any(|it| covers(&it.scheme, scheme))
}

/// Whether what counts of a section was there and has run out, so that it is
/// to be renewed before the company can bid.
pub fn has_run_out(dossier: &Dossier, section: Section, today: NaiveDate) -> bool {
    match section {
        Section::Certificates => dossier.mandatory.iter().any(|scheme| {
            let mut held = dossier.certificates.iter().filter(|it| {
                it.decision != CertificateDecision::Refused && covers(&it.scheme, &scheme.code)
            });
            held.clone().next().is_some() && held.all(|it| it.expires_on < today)
        }),
        Section::Insurance => dossier.insurances.iter().any(|insurance| {
            let mut same = dossier.insurances.iter().filter(|it| it.kind == insurance.kind);
            same.all(|it| it.expires_on.is_some_and(|day| day < today))
        }),
        _ => false,
    }
}

/// What an application still lacks today, each with the section to go to.
pub fn gaps(dossier: &Dossier, today: NaiveDate) -> Vec<(Section, String)> {
    let needed = Section::ALL.iter().copied().filter(|it| *it != Section::Specialists);
    let mut gaps: Vec<(Section, String)> = needed
        .filter(|it| progress(dossier, *it) != Progress::Done)
        .map(|it| (it, format!("Complete the section “{}”", it.label())))
        .collect();
    let usable =
        |it: &&Certificate| it.decision != CertificateDecision::Refused && it.in_date(today);
    for scheme in dossier.mandatory.iter().filter(|it| holds(dossier, &it.code)) {
        let mut current = dossier.certificates.iter().filter(usable);
        if !current.any(|it| covers(&it.scheme, &scheme.code)) {
            let gap = format!("Add a {} certificate that has not expired", scheme.name);
            gaps.push((Section::Certificates, gap));
        }
    }
    let expired = dossier
        .insurances
        .iter()
        .filter(|it| !it.by_start && it.expires_on.is_some_and(|day| day < today));
    for insurance in expired {
        let gap = format!(
            "Renew your {} insurance, which has expired",
            insurance.kind.label().to_lowercase()
        );
        gaps.push((Section::Insurance, gap));
    }
    let open = dossier.asked.iter().filter(|it| it.done_at.is_none());
    gaps.extend(open.map(|it| {
        (it.section, format!("See to what we asked about “{}”, then tick it off", it.label()))
    }));
    gaps
}

/// May the application be submitted?
pub fn may_apply(dossier: &Dossier, today: NaiveDate) -> Result<Step<ProviderState>, Refusal> {
    let step =
        Step::take(dossier.provider.state, ProviderEvent::Apply).ok_or(Refusal::AlreadyApplied)?;
    match gaps(dossier, today).into_iter().next() {
        Some((_, gap)) => Err(Refusal::Incomplete(gap)),
        None => Ok(step),
    }
}

#[cfg(test)]
mod tests {
    use super::{Refusal, may_change, may_change_file, may_remove_insurance};
    use crate::providers::dossier::model::Section;
    use crate::providers::state::ProviderState::{self, *};

    #[test]
    fn what_was_accepted_with_a_file_keeps_it() {
        let may =
            |state, accepted, there| may_change_file(state, Section::Certificates, accepted, there);
        assert_eq!(may(Admitted, true, true), Err(Refusal::FileAccepted));
        assert_eq!(may(Admitted, true, false), Ok(()));
        assert_eq!(may(Admitted, false, true), Ok(()));
        assert_eq!(may(Applied, false, false), Err(Refusal::WithOfficers));
    }

    #[test]
    fn sections_can_be_changed_except_while_they_are_being_checked_or_after_the_end() {
        for state in ProviderState::ALL {
            for section in Section::ALL {
                let wanted = match (state, section) {
                    (Left | Removed, _) => Err(Refusal::Gone),
                    (Applied, Section::Specialists) => Ok(()),
                    (Applied, _) => Err(Refusal::WithOfficers),
                    _ => Ok(()),
                };
                assert_eq!(may_change(*state, *section), wanted, "{state:?} {section:?}");
            }
        }
    }

    #[test]
    fn insurance_is_taken_out_only_while_nobody_relies_on_it() {
        for (state, wanted) in [
            (Registered, Ok(())),
            (Clarifying, Ok(())),
            (Rejected, Ok(())),
            (Applied, Err(Refusal::WithOfficers)),
            (Admitted, Err(Refusal::InsuranceStays)),
            (Suspended, Err(Refusal::InsuranceStays)),
            (Left, Err(Refusal::Gone)),
        ] {
            assert_eq!(may_remove_insurance(state), wanted, "{state:?}");
        }
    }
}
