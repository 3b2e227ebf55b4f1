//! What the two forces of the story need. Five of the requests retell real,
//! published requirements in our own words, and say whose they were.

mod eastmoor;
mod interim;
mod managed;
mod network;
mod outage;
mod phones;
mod pending;
mod tracing;

pub use eastmoor::RETAINER;
pub use interim::INTERIM;
pub use managed::MANAGED;
pub use network::NETWORK;
pub use outage::OUTAGE;
pub use pending::{COURSE, TEST};
pub use phones::PHONES;
pub use tracing::TRACING;

use crate::requests::model::{Classification, Ir35, NeededBy, Remote};

/// Who speaks for a force.
#[derive(Debug)]
pub struct Desk {
    /// Drafts.
    pub requester: &'static str,
    /// Approves.
    pub approver: &'static str,
    /// Approves too, where the value takes two.
    pub second_approver: Option<&'static str>,
    /// Scores.
    pub panel: &'static [&'static str],
    /// Writes down what the panel agrees; the requester does where nobody chairs it.
    pub chair: Option<&'static str>,
}

/// Northshire's people.
pub const NORTHSHIRE: Desk = Desk {
    requester: "requester@northshire.example",
    approver: "approver@northshire.example",
    second_approver: Some("approver2@northshire.example"),
    panel: &["evaluator1@northshire.example", "evaluator2@northshire.example"],
    chair: None,
};

/// The same people, and one of the panel chairs it.
pub const CHAIRED: Desk = Desk { chair: Some("evaluator1@northshire.example"), ..NORTHSHIRE };

/// Eastmoor's people.
pub const EASTMOOR: Desk = Desk {
    requester: "requester@eastmoor.example",
    approver: "approver@eastmoor.example",
    second_approver: None,
    panel: &["requester@eastmoor.example"],
    chair: None,
};

/// A request to be. Days are working days before today; fewer than 1 lie ahead.
#[derive(Debug)]
pub struct Brief {
    /// Whose it is.
    pub desk: &'static Desk,
    /// Its title.
    pub title: &'static str,
    /// Its lot.
    pub lot: &'static str,
    /// Its specialisms.
    pub specialisms: &'static [&'static str],
    /// At most 50 words.
    pub summary: &'static str,
    /// Why the work is needed.
    pub why: &'static str,
    /// The problem to solve.
    pub problem: &'static str,
    /// What should be there at the end.
    pub outcomes: &'static str,
    /// The team the provider will join.
    pub team: &'static str,
    /// Its region.
    pub region: &'static str,
    /// On site, remote or both.
    pub remote: Remote,
    /// The site.
    pub site: &'static str,
    /// Working arrangements.
    pub working: &'static str,
    /// What is delivered at a fixed price; none where days are priced.
    pub deliveries: &'static [Delivery],
    /// The people wanted.
    pub seats: &'static [Seat],
    /// Essential requirements.
    pub essential: &'static [&'static str],
    /// Nice to have.
    pub nice: &'static [&'static str],
    /// Certifications.
    pub certifications: &'static str,
    /// Scored questions.
    pub questions: &'static [Ask],
    /// What price weighs.
    pub price: i32,
    /// The budget in pounds, and whether it is shown.
    pub budget: (u32, bool),
    /// Off-payroll status.
    pub ir35: Ir35,
    /// Classification.
    pub classification: Classification,
    /// Months of work, and how many more there may be.
    pub months: (i32, i32),
    /// Calendar days from the bid deadline to the first day of work.
    pub starts_after: i64,
    /// Working days of standstill.
    pub standstill: i32,
    /// Conflicts of interest.
    pub conflicts: &'static str,
    /// Whose requirement it retells.
    pub source: &'static str,
    /// When questions close, and when bids do.
    pub closes: (i32, i32),
}

/// An outcome at a fixed price.
#[derive(Debug)]
pub struct Delivery {
    /// What is delivered.
    pub title: &'static str,
    /// How it is accepted.
    pub acceptance: &'static str,
}

/// A role.
#[derive(Debug)]
pub struct Seat {
    /// What the person does.
    pub title: &'static str,
    /// SFIA level.
    pub sfia: i16,
    /// How many people.
    pub people: i32,
    /// Days for each.
    pub days: i32,
    /// Police vetting.
    pub nppv: Option<&'static str>,
    /// National security vetting.
    pub nsv: &'static str,
    /// By when.
    pub by: NeededBy,
}

/// A scored question.
#[derive(Debug)]
pub struct Ask {
    /// The framework's criterion.
    pub criterion: &'static str,
    /// Its share of 100.
    pub weight: i32,
    /// What bidders answer.
    pub question: &'static str,
    /// What a good answer covers.
    pub guidance: &'static str,
    /// A score below this disqualifies.
    pub minimum: i16,
}

/// The question on social value, which a force asks every time.
const SOCIAL_VALUE: Ask = Ask {
    criterion: "social_value",
    weight: 10,
    question: "What lasting benefit will this contract bring to the people of our area?",
    guidance: "One or two commitments that can be counted, with dates, are worth more than a list of policies.",
    minimum: 0,
};

#[cfg(test)]
mod tests {
    use super::{COURSE, INTERIM, MANAGED, NETWORK, OUTAGE, PHONES, RETAINER, TEST, TRACING};
    use crate::types::text::count_words;

    #[test]
    fn every_request_keeps_to_the_limits() {
        for it in [COURSE, INTERIM, MANAGED, NETWORK, OUTAGE, PHONES, RETAINER, TEST, TRACING] {
            assert!(it.title.chars().count() <= 100, "{}", it.title);
            assert!(count_words(it.summary) <= 50, "{}", it.title);
            for one in it.essential.iter().chain(it.nice) {
                assert!(count_words(one) <= 30, "{one}");
            }
            let weights: i32 = it.questions.iter().map(|it| it.weight).sum();
            assert!(it.questions.is_empty() || weights + it.price == 100, "{}", it.title);
        }
    }
}
