//! When a warning is due, and what running out means. Pure.

use chrono::NaiveDate;

use super::model::{Mark, Paper, Warning};
use crate::error::Error;

/// How many days ahead we warn.
pub const AHEAD: i64 = 60;

/// How many days after the last one we still say that it has passed.
pub const BEHIND: i64 = 7;

/// Why not, in words for whoever reads the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Another worker was faster, or the paper was renewed.
    #[error("There is nothing to warn this provider of.")]
    NothingDue,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// The warning that applies on a day, if any: the newest one alone.
pub fn mark(expires_on: NaiveDate, today: NaiveDate) -> Option<Mark> {
    match (expires_on - today).num_days() {
        29..=AHEAD => Some(Mark::SixtyDays),
        8..=28 => Some(Mark::TwentyEightDays),
        1..=7 => Some(Mark::SevenDays),
        0 => Some(Mark::LastDay),
        left if (-BEHIND..0).contains(&left) => Some(Mark::Expired),
        _ => None,
    }
}

/// What runs out within the warning time, or has, and was not renewed.
pub fn running_out(mut papers: Vec<Paper>, today: NaiveDate) -> Vec<Paper> {
    papers.retain(|it| !it.renewed && (it.expires_on - today).num_days() <= AHEAD);
    papers
}

/// The warnings to give today: nothing that was renewed, and nothing twice.
pub fn due<'a>(
    papers: &'a [Paper],
    given: &[Warning],
    today: NaiveDate,
) -> Vec<(&'a Paper, Warning)> {
    let running_out = papers.iter().filter(|it| !it.renewed);
    let warnings = running_out.filter_map(|it| {
        let mark = mark(it.expires_on, today)?;
        let (kind, paper, expires_on) = (it.kind, it.paper, it.expires_on);
        Some((it, Warning { kind, paper, expires_on, mark }))
    });
    warnings.filter(|(_, warning)| !given.contains(warning)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::providers::expiry::model::PaperKind;
    use crate::types::ids::{CertificateId, ProviderId};

    fn day(typed: &str) -> NaiveDate {
        typed.parse().unwrap()
    }

    #[test]
    fn only_the_newest_mark_applies_and_the_last_day_is_not_yet_expired() {
        let last = day("2027-01-07");
        for (today, applies) in [
            ("2026-11-07", None),
            ("2026-11-08", Some(Mark::SixtyDays)),
            ("2026-12-09", Some(Mark::SixtyDays)),
            ("2026-12-10", Some(Mark::TwentyEightDays)),
            ("2026-12-30", Some(Mark::TwentyEightDays)),
            ("2026-12-31", Some(Mark::SevenDays)),
            ("2027-01-06", Some(Mark::SevenDays)),
            ("2027-01-07", Some(Mark::LastDay)),
            ("2027-01-08", Some(Mark::Expired)),
            ("2027-01-14", Some(Mark::Expired)),
            ("2027-01-15", None),
        ] {
            assert_eq!(mark(last, day(today)), applies, "{today}");
        }
    }

    fn paper(kind: PaperKind, id: CertificateId, expires: &str) -> Paper {
        Paper {
            provider_id: ProviderId::mint(),
            kind,
            paper: id.uuid(),
            what: "Cyber Essentials".to_owned(),
            person: String::new(),
            expires_on: day(expires),
            renewed: false,
            blocks: false,
        }
    }

    #[test]
    fn a_warning_is_due_once_and_a_renewed_paper_is_let_be() {
        let id = CertificateId::mint();
        let mut papers = vec![paper(PaperKind::Certificate, id, "2027-01-07")];
        let warning = due(&papers, &[], day("2026-12-31"))[0].1;
        assert_eq!((warning.paper, warning.mark), (id.uuid(), Mark::SevenDays));
        assert!(due(&papers, &[warning], day("2027-01-01")).is_empty());
        assert_eq!(due(&papers, &[warning], day("2027-01-07"))[0].1.mark, Mark::LastDay);
        papers[0].expires_on = day("2027-01-09");
        assert_eq!(due(&papers, &[warning], day("2027-01-02")).len(), 1, "another last day");
        papers[0].renewed = true;
        assert!(due(&papers, &[], day("2027-01-02")).is_empty());
    }
}
