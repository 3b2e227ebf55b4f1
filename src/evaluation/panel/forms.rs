//! The panel from now on, as typed and as understood.

use super::model::{NewPanel, Panel};
use crate::types::ids::UserId;
use crate::types::text;
use crate::web::form::{Choice, Mistakes, Posted};

/// The word for a panel that nobody chairs.
pub const NOBODY: &str = "nobody";

const SHORTEST_REASON: usize = 10;

/// The panel as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PanelForm {
    /// Who is ticked.
    pub people: Vec<String>,
    /// Who is to chair it, or [`NOBODY`].
    pub chair: String,
    /// Why it changes.
    pub reason: String,
    /// What the page was drawn from.
    pub seen: String,
}

impl PanelForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self {
            people: posted.all("panel"),
            chair: posted.text("chair"),
            reason: posted.text("reason"),
            seen: posted.text("seen"),
        }
    }

    /// As the panel is.
    pub fn of(panel: &Panel) -> Self {
        Self {
            people: panel.named.iter().map(ToString::to_string).collect(),
            chair: panel.chosen.map_or(NOBODY.to_owned(), |it| it.to_string()),
            reason: String::new(),
            seen: panel.stamp(),
        }
    }

    /// Reads every field before complaining about any.
    pub fn parse(&self, evaluators: &[Choice]) -> Result<NewPanel, Mistakes> {
        let mut mistakes = Mistakes::default();
        let listed = self.people.iter().filter(|it| evaluators.iter().any(|one| one.value == **it));
        let mut people: Vec<UserId> = listed.filter_map(|it| UserId::parse(it)).collect();
        people.sort();
        people.dedup();
        if people.is_empty() {
            mistakes.add("panel", "Choose at least one evaluator");
        }
        let chair = (self.chair != NOBODY).then(|| UserId::parse(&self.chair));
        let chair = match chair {
            Some(Some(user)) if people.contains(&user) => Some(user),
            None => None,
            Some(_) => {
                let said = "Choose somebody who is on the panel, or nobody";
                mistakes.add("chair", said);
                None
            }
        };
        let reason = mistakes.keep("reason", reason(&self.reason));
        match reason {
            Some(reason) if mistakes.is_empty() => Ok(NewPanel { people, chair, reason }),
            _ => Err(mistakes),
        }
    }
}

fn reason(typed: &str) -> Result<String, String> {
    let reason = text::prose(typed, "why the panel changes", 1_000)?;
    if reason.chars().count() < SHORTEST_REASON {
        return Err(format!(
            "Write why the panel changes, in at least {SHORTEST_REASON} characters: it stays on record"
        ));
    }
    Ok(reason)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{NOBODY, PanelForm};
    use crate::types::ids::UserId;
    use crate::web::form::Choice;

    fn id(n: u128) -> String {
        Uuid::from_u128(n).to_string()
    }

    #[test]
    fn a_panel_has_people_of_the_force_a_chair_among_them_or_none_and_a_reason() {
        let evaluators = [Choice::new(id(1), "Eve"), Choice::new(id(2), "Ned")];
        let form = |people: &[u128], chair: &str, reason: &str| PanelForm {
            people: people.iter().map(|n| id(*n)).collect(),
            chair: chair.to_owned(),
            reason: reason.to_owned(),
            seen: String::new(),
        };
        let why = "Ned has left for another unit";
        let both = form(&[2, 1, 2], &id(1), why).parse(&evaluators).unwrap();
        assert_eq!(both.people.len(), 2);
        assert_eq!(both.chair, UserId::parse(&id(1)));
        assert_eq!(form(&[1], NOBODY, why).parse(&evaluators).unwrap().chair, None);
        for (people, chair, reason, field) in [
            (&[][..], NOBODY, why, "panel"),
            (&[3], NOBODY, why, "panel"),
            (&[1], &*id(2), why, "chair"),
            (&[1], "", why, "chair"),
            (&[1], NOBODY, "", "reason"),
            (&[1], NOBODY, "Leave", "reason"),
        ] {
            let mistakes = form(people, chair, reason).parse(&evaluators).unwrap_err();
            assert!(mistakes.on(field).is_some(), "{people:?} {chair} {reason}");
        }
    }
}
