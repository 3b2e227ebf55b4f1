//! Declarations, as typed and as understood.

use super::model::{Bidder, Declaration};
use crate::types::ids::ProviderId;
use crate::types::text;
use crate::web::form::{Choice, Mistakes, Posted};

const SHORTEST: usize = 10;

/// What is typed about one company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The company, and what was declared about it before.
    pub bidder: Bidder,
    /// `no`, `yes`, or nothing yet.
    pub conflict: String,
    /// The conflict, in words.
    pub words: String,
}

impl Line {
    /// The name of its radio buttons.
    pub fn conflict_field(&self) -> String {
        conflict_field(self.bidder.provider)
    }

    /// The name of its box.
    pub fn words_field(&self) -> String {
        words_field(self.bidder.provider)
    }
}

/// What is typed about every company.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeclarationForm {
    /// Company by company.
    pub lines: Vec<Line>,
}

/// The name of a company's radio buttons.
pub fn conflict_field(provider: ProviderId) -> String {
    format!("conflict-{provider}")
}

/// The name of a company's box.
pub fn words_field(provider: ProviderId) -> String {
    format!("words-{provider}")
}

/// What can be answered about a company.
pub fn choices() -> Vec<Choice> {
    vec![
        Choice::new("no", "No, I have no conflict of interest"),
        Choice {
            hint: "You then have nothing to do with its bid, and cannot take this back".to_owned(),
            ..Choice::new("yes", "Yes, I have a conflict of interest")
        },
    ]
}

impl DeclarationForm {
    /// As it was sent, about these companies.
    pub fn typed(posted: &Posted, bidders: Vec<Bidder>) -> Self {
        let line = |bidder: Bidder| Line {
            conflict: posted.text(&conflict_field(bidder.provider)),
            words: posted.text(&words_field(bidder.provider)),
            bidder,
        };
        Self { lines: bidders.into_iter().map(line).collect() }
    }

    /// As it was declared before.
    pub fn of(bidders: Vec<Bidder>) -> Self {
        let said = |conflict: Option<bool>| match conflict {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        };
        let line = |bidder: Bidder| Line {
            conflict: said(bidder.conflict).to_owned(),
            words: bidder.words.clone(),
            bidder,
        };
        Self { lines: bidders.into_iter().map(line).collect() }
    }

    /// Reads every field before complaining about any. A conflict that stands
    /// is not asked about again.
    pub fn parse(&self) -> Result<Vec<Declaration>, Mistakes> {
        let mut mistakes = Mistakes::default();
        let mut said = Vec::new();
        for line in self.lines.iter().filter(|it| !it.bidder.stands()) {
            let bid = line.bidder.bid;
            match line.conflict.as_str() {
                "no" => said.push(Declaration { bid, conflict: false, words: String::new() }),
                "yes" => {
                    let words = mistakes.keep(&line.words_field(), words(&line.words));
                    said.extend(words.map(|words| Declaration { bid, conflict: true, words }));
                }
                _ => {
                    let asked = format!(
                        "Say whether you have a conflict of interest with {}",
                        line.bidder.name
                    );
                    mistakes.add(&line.conflict_field(), asked);
                }
            }
        }
        if mistakes.is_empty() { Ok(said) } else { Err(mistakes) }
    }
}

fn words(typed: &str) -> Result<String, String> {
    let words = text::prose(typed, "what the conflict of interest is", 1_000)?;
    if words.chars().count() < SHORTEST {
        return Err(format!("Say what the conflict is, in at least {SHORTEST} characters"));
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{DeclarationForm, Line, conflict_field, words_field};
    use crate::evaluation::conflicts::model::Bidder;

    #[test]
    fn every_company_has_an_answer_and_a_conflict_its_words() {
        let line = |n: u128, before, conflict: &str, words: &str| Line {
            bidder: Bidder {
                bid: Uuid::from_u128(n).into(),
                provider: Uuid::from_u128(n).into(),
                name: format!("Company {n}"),
                conflict: before,
                words: String::new(),
            },
            conflict: conflict.to_owned(),
            words: words.to_owned(),
        };
        let why = "My sister works for them";
        let form = DeclarationForm {
            lines: vec![
                line(1, None, "no", "left over"),
                line(2, Some(false), "yes", why),
                line(3, Some(true), "", ""),
            ],
        };
        let said = form.parse().unwrap();
        let told: Vec<_> = said.iter().map(|it| (it.conflict, it.words.as_str())).collect();
        assert_eq!(told, [(false, ""), (true, why)]);

        let form = DeclarationForm {
            lines: vec![
                line(1, None, "", ""),
                line(2, None, "yes", "Sister"),
                line(3, None, "yes", ""),
            ],
        };
        let mistakes = form.parse().unwrap_err();
        assert_eq!(mistakes.all().count(), 3);
        let on = |field: String| mistakes.on(&field).map(str::to_owned);
        let first = on(conflict_field(Uuid::from_u128(1).into())).unwrap();
        assert!(first.contains("Company 1"), "{first}");
        assert!(on(words_field(Uuid::from_u128(2).into())).is_some());
    }
}
