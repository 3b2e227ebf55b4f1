//! What a copy fills, and what it leaves to be done by hand.

use crate::bids::canonical::CanonicalBid;
use crate::bids::model::BidInFull;
use crate::bids::sections::forms::{AnswerForm, EvidenceForm, PriceForm, TeamForm};
use crate::bids::sections::model::Change;
use crate::types::time::Moment;
use crate::web::form::Mistakes;

/// What comes of filling a bid from a copy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filling {
    /// The sections as they are to be saved.
    pub changes: Vec<Change>,
    /// What has to be done by hand, in sentences.
    pub left: Vec<String>,
}

impl Filling {
    /// What of a copy fits a bid as it is asked for now. Each section is read as
    /// if it had been typed, and one with a mistake in it is left as it is.
    pub fn of(copy: &CanonicalBid, it: &BidInFull, now: Moment) -> Self {
        let mut filling = Self::default();
        let copied = filling.fitting(copy, it);
        if !copied.content.evidence.is_empty() {
            filling.take("Requirements and evidence", EvidenceForm::saved(&copied).parse());
        }
        for one in it.questions().filter(|one| !copied.content.answer_to(one.id).is_empty()) {
            filling.take(&one.name, AnswerForm::saved(&copied, one).parse(one));
        }
        if !copied.content.team.is_empty() || !copied.bid.team_words.is_empty() {
            filling.take("Team", TeamForm::saved(&copied).parse(it, now));
        }
        if copied.content.is_priced() {
            filling.take("Price", PriceForm::saved(&copied).parse(it));
        }
        filling.left.push("Make the declarations again.".to_owned());
        let names: Vec<&str> = copy.attachments.iter().map(|it| it.name.as_str()).collect();
        if !names.is_empty() {
            filling.left.push(format!("Attach your files again: {}.", names.join(", ")));
        }
        filling
    }

    /// The bid with what the copy says of things that are still asked for.
    fn fitting(&mut self, copy: &CanonicalBid, it: &BidInFull) -> BidInFull {
        let mut copied = it.clone();
        copied.content.evidence.clone_from(&copy.evidence);
        copied.content.answers.clone_from(&copy.answers);
        copied.content.team.clone_from(&copy.team);
        copied.content.rates.clone_from(&copy.rates);
        copied.content.prices.clone_from(&copy.prices);
        copied.bid.team_words.clone_from(&copy.team_words);
        copied.bid.expenses_cap = copy.expenses_cap;
        let content = &mut copied.content;
        let before = sizes(content);
        content
            .evidence
            .retain(|said| it.requirements.iter().any(|one| one.id == said.requirement_id));
        content.answers.retain(|said| it.questions().any(|one| one.id == said.criterion_id));
        content.team.retain(|said| it.roles.iter().any(|one| one.id == said.role_id));
        content.rates.retain(|said| it.roles.iter().any(|one| one.id == said.role_id));
        content.prices.retain(|said| it.outcomes.iter().any(|one| one.id == said.outcome_id));
        if sizes(content) != before {
            self.left.push(
                "The copy answers something that the request no longer asks for: that is left out."
                    .to_owned(),
            );
        }
        let before = content.team.len();
        content.team.retain(|said| it.specialist(said.specialist_id).is_some());
        if content.team.len() != before {
            self.left.push(
                "Someone in the copy has left your company’s list of specialists: put forward someone else."
                    .to_owned(),
            );
        }
        copied
    }

    fn take(&mut self, section: &str, parsed: Result<Change, Mistakes>) {
        match parsed {
            Ok(change) => self.changes.push(change),
            Err(mistakes) => {
                let said: Vec<&str> = mistakes.all().map(|(_, said)| said.as_str()).collect();
                self.left.push(format!("{section} is not filled: {}.", said.join(". ")));
            }
        }
    }

    /// What came of it, for whoever sent the copy.
    pub fn said(&self) -> String {
        let filled = match self.changes.len() {
            1 => "1 section is filled from your copy, and saved, not submitted.".to_owned(),
            n => format!("{n} sections are filled from your copy, and saved, not submitted."),
        };
        format!("{filled} {}", self.left.join(" "))
    }
}

fn sizes(it: &crate::bids::model::Content) -> [usize; 5] {
    [it.evidence.len(), it.answers.len(), it.team.len(), it.rates.len(), it.prices.len()]
}

#[cfg(test)]
mod tests {
    use super::Filling;
    use crate::bids::canonical::CanonicalBid;
    use crate::bids::samples;
    use crate::bids::sections::model::Change;
    use crate::types::ids::{RequirementId, SpecialistId};
    use crate::types::money::Money;

    #[test]
    fn a_copy_fills_every_section_but_the_declarations_and_the_files() {
        let mut it = samples::in_full();
        it.attachments = vec![samples::attachment(crate::files::state::FileState::Clean, 5)];
        let filling = Filling::of(&CanonicalBid::of(&it), &it, samples::noon());
        assert_eq!(filling.changes.len(), 4, "{filling:?}");
        assert!(filling.changes.contains(&Change::Evidence(it.content.evidence.clone())));
        assert!(filling.changes.contains(&Change::Team(it.content.team.clone(), String::new())));
        let said = filling.said();
        assert!(said.starts_with("4 sections are filled"), "{said}");
        assert!(said.contains("Make the declarations again"), "{said}");
        assert!(said.contains("Attach your files again: method.pdf."), "{said}");
    }

    #[test]
    fn a_copy_fills_prices_of_outcomes_and_a_team_in_words() {
        let mut it = samples::fixed();
        it.bid.team_words = "Two analysts.".to_owned();
        let copy = CanonicalBid::of(&it);
        let filling = Filling::of(&copy, &it, samples::noon());
        let price = Change::Price(Vec::new(), it.content.prices.clone(), Money::ZERO);
        assert!(filling.changes.contains(&price), "{filling:?}");
        let team = Change::Team(Vec::new(), "Two analysts.".to_owned());
        assert!(filling.changes.contains(&team), "{filling:?}");
        it.outcomes = vec![samples::outcome("Another report")];
        let filling = Filling::of(&copy, &it, samples::noon());
        assert!(!filling.changes.contains(&price), "{filling:?}");
        assert!(filling.said().contains("no longer asks for"));
    }

    #[test]
    fn what_no_longer_fits_is_left_out_and_said() {
        let it = samples::in_full();
        let mut copy = CanonicalBid::of(&it);
        copy.evidence[0].requirement_id = RequirementId::mint();
        copy.team[0].specialist_id = SpecialistId::mint();
        copy.rates[0].day_rate = Money::parse("901").unwrap();
        copy.answers[0].answer = "word ".repeat(51);
        let filling = Filling::of(&copy, &it, samples::noon());
        assert_eq!(filling.changes, []);
        let said = filling.said();
        for part in [
            "no longer asks for",
            "has left your company’s list",
            "Technical merit is not filled: Your answer must be 50 words or fewer",
            "Price is not filled",
        ] {
            assert!(said.contains(part), "{part} is not in {said}");
        }
    }
}
