//! What the providers of the story bid, and what the panels made of it.

mod interim;
mod managed;
mod open;
mod outage;
mod phones;
pub mod reasons;
mod tracing;

pub use interim::INTERIM;
pub use managed::MANAGED;
pub use open::{NETWORK, NETWORK_DRAFT, RETAINER};
pub use outage::OUTAGE;
pub use phones::PHONES;
pub use tracing::TRACING;

/// Bids for Kestrel.
const KESTREL: &str = "bids@kestrel.example";
/// Bids for Harrow.
const HARROW: &str = "bids@harrow.example";
/// Bids for Lantern.
const LANTERN: &str = "bids@lantern.example";
/// Bids for Saltmarsh.
const SALTMARSH: &str = "bids@saltmarsh.example";
/// Bids for Copperfield.
const COPPERFIELD: &str = "bids@copperfield.example";

/// A bid.
#[derive(Debug)]
pub struct Offer {
    /// Who writes and submits it.
    pub bidder: &'static str,
    /// For each requirement, the essential ones first: how it is met, or
    /// nothing where it is not.
    pub evidence: &'static [&'static str],
    /// For each question: the answer.
    pub answers: &'static [&'static str],
    /// For each role: who is put forward, and the day rate in pounds.
    pub team: &'static [(&'static [&'static str], u32)],
    /// The most that expenses may come to, in pounds.
    pub expenses: u32,
    /// For each question: what two evaluators gave and what was agreed.
    pub scores: &'static [(i16, i16, i16)],
}

/// What each provider promises the area, wherever it bids.
mod social {
    /// Kestrel.
    pub const KESTREL: &str = "Two paid apprenticeships for people from the area who have been out of work for six months, begun within ten weeks of the contract and kept for its whole length. Our analysts give one day a quarter to a code club at a secondary school that you choose; last year 84 pupils took part. We report both numbers to you every quarter.";
    /// Harrow.
    pub const HARROW: &str = "We will offer a placement of ten weeks each year to a student of the nearest university, paid at the real living wage, and a free half-day clinic each month for small charities that have lost data. Our van fleet is electric; courier mileage for the contract will be published with its carbon.";
    /// Lantern.
    pub const LANTERN: &str = "We have a national programme for social mobility and is committed to net zero by 2035. We would discuss with you how its activities might be brought to your area during the contract.";
    /// Saltmarsh.
    pub const SALTMARSH: &str = "We hire locally or not at all: if we win, we will open a second bench in your area and train one examiner from a standing start, with her first solo case by month nine. Victims’ phones go back in person where the officer asks for it.";
    /// Copperfield.
    pub const COPPERFIELD: &str = "Four evening talks a year for people over 60 about investment fraud, in libraries that your officers suggest, with the numbers attending reported to you. One trainee from the area in each year of the contract, with a first qualification paid for. Funds we help to recover for victims are reported each quarter.";
}

#[cfg(test)]
mod tests {
    use super::{
        INTERIM, MANAGED, NETWORK, NETWORK_DRAFT, OUTAGE, Offer, PHONES, RETAINER, TRACING,
    };
    use crate::seed::briefs::{self, Brief};
    use crate::seed::companies::{ADMITTED, Company};
    use crate::types::text::count_words;

    fn fits(brief: &Brief, it: &Offer) {
        let who = it.bidder;
        assert_eq!(it.evidence.len(), brief.essential.len() + brief.nice.len(), "{who}");
        assert_eq!(it.answers.len(), brief.questions.len(), "{who}");
        assert_eq!(it.team.len(), brief.seats.len(), "{who}");
        assert!(it.evidence.iter().all(|it| count_words(it) <= 100), "{who}");
    }

    #[test]
    fn every_bid_answers_its_request() {
        for (brief, offers) in [
            (&briefs::INTERIM, &INTERIM[..]),
            (&briefs::TRACING, &TRACING[..]),
            (&briefs::OUTAGE, &OUTAGE[..]),
            (&briefs::PHONES, &PHONES[..]),
            (&briefs::MANAGED, &MANAGED[..]),
            (&briefs::NETWORK, &NETWORK[..]),
            (&briefs::NETWORK, &NETWORK_DRAFT[..]),
            (&briefs::RETAINER, &RETAINER[..]),
        ] {
            for offer in offers {
                fits(brief, offer);
            }
        }
        for offer in INTERIM.iter().chain(&TRACING).chain(&PHONES).chain(&OUTAGE) {
            assert_eq!(offer.scores.len(), offer.answers.len(), "{}", offer.bidder);
        }
    }

    /// Words by which an evaluator would know a company: its own, its people's, its town's.
    fn telling(company: &Company) -> Vec<&'static str> {
        let people = company.specialists.iter().flat_map(|it| it.name.split(' '));
        let town = company.address.lines().rev().nth(1);
        let town = town.into_iter().flat_map(|it| it.split(' ').take(1));
        let own = company.name.split(' ').take(1);
        own.chain(town).chain(people).filter(|it| it.len() > 2).collect()
    }

    #[test]
    fn nothing_that_evaluators_read_says_whose_bid_it_is() {
        let words: Vec<&str> = ADMITTED.iter().flat_map(|it| telling(it)).collect();
        for known in ["Kestrel", "Wellsea", "Tanaka"] {
            assert!(words.contains(&known), "{known}");
        }
        let all: [&[Offer]; 8] =
            [&INTERIM, &TRACING, &OUTAGE, &PHONES, &MANAGED, &NETWORK, &NETWORK_DRAFT, &RETAINER];
        for offer in all.into_iter().flatten() {
            for text in offer.evidence.iter().chain(offer.answers) {
                let mut said = text.split(|it: char| !it.is_alphanumeric());
                assert_eq!(said.find(|it| words.contains(it)), None, "{text}");
            }
        }
    }
}
