//! Which warnings are due. Pure.

use chrono::NaiveDate;

use super::model::{Lapsing, Warning};
use crate::error::Error;
use crate::providers::expiry::policy::mark;

/// Why not, in words for whoever reads the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Another worker was faster, or the clearance was renewed.
    #[error("There is nothing to warn the two sides of this contract of.")]
    NothingDue,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// The warnings to give today: nothing twice.
pub fn due<'a>(
    found: &'a [Lapsing],
    given: &[Warning],
    today: NaiveDate,
) -> Vec<(&'a Lapsing, Warning)> {
    let warnings = found.iter().filter_map(|it| {
        let mark = mark(it.expires_on, today)?;
        let (specialist, kind, expires_on) = (it.specialist_id, it.kind, it.expires_on);
        Some((it, Warning { specialist, kind, expires_on, mark }))
    });
    warnings.filter(|(_, warning)| !given.contains(warning)).collect()
}

#[cfg(test)]
mod tests {
    use super::due;
    use crate::contracts::alerts::model::Lapsing;
    use crate::contracts::samples::day;
    use crate::providers::expiry::model::{Mark, PaperKind};
    use crate::types::ids::{ContractId, SpecialistId};

    #[test]
    fn each_mark_is_due_once_and_a_new_last_day_begins_again() {
        let mut found = vec![Lapsing {
            contract_id: ContractId::mint(),
            specialist_id: SpecialistId::mint(),
            name: "Robin Vale".to_owned(),
            kind: PaperKind::Nsv,
            level: "SC".to_owned(),
            expires_on: day("2026-03-31"),
        }];
        let mut given = Vec::new();
        for (today, expected) in [
            ("2026-01-29", None),
            ("2026-01-30", Some(Mark::SixtyDays)),
            ("2026-03-02", Some(Mark::SixtyDays)),
            ("2026-03-03", Some(Mark::TwentyEightDays)),
            ("2026-03-24", Some(Mark::SevenDays)),
            ("2026-03-31", Some(Mark::LastDay)),
            ("2026-04-01", Some(Mark::Expired)),
        ] {
            let now = due(&found, &[], day(today));
            assert_eq!(now.first().map(|it| it.1.mark), expected, "{today}");
            given.extend(now.iter().map(|it| it.1));
            assert!(due(&found, &given, day(today)).is_empty(), "{today}");
        }
        found[0].expires_on = day("2026-04-02");
        assert_eq!(due(&found, &given, day("2026-04-01")).len(), 1);
        assert!(found[0].words(day("2026-04-03")).contains("expired on 2 April 2026"));
    }
}
