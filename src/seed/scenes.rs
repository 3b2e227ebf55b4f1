//! What happens, request by request: each is published, closed, opened and decided
//! on fixed working days before the day the demonstration is started.

use super::briefs::{self, Brief};
use super::contracting::Change;
use super::offers::reasons::Voice;
use super::offers::{self, Offer};
use super::story::Scene;

/// Bids for the company whose price is asked about.
const SALTMARSH: &str = "bids@saltmarsh.example";
/// Takes the place of an evaluator with a conflict of interest.
const STANDS_IN: &str = "evaluator3@northshire.example";

/// So many working days before today, at an hour and a minute.
pub type Hour = (i32, u32, i64);
/// What happens, in no order.
pub type Scenes = Vec<(Hour, &'static Brief, Scene)>;

/// Everything that happens, request by request.
pub fn schedule() -> Scenes {
    let mut all = vec![
        ((16, 11, 20), &briefs::TEST, Scene::Suspension),
        ((3, 15, 10), &briefs::TEST, Scene::Newcomer),
        ((2, 10, 40), &briefs::TEST, Scene::HigherRates),
        ((3, 13, 30), &briefs::COURSE, Scene::Draft),
        ((1, 15, 40), &briefs::COURSE, Scene::Submit),
        ((1, 16, 5), &briefs::TEST, Scene::Draft),
    ];
    all.extend(contracted());
    all.extend(awarded());
    all.extend(free_to_sign());
    all.extend(in_evaluation());
    all.extend(waiting_to_open());
    all.extend(still_open());
    all
}

fn published(brief: &'static Brief, day: i32) -> Scenes {
    vec![
        ((day + 2, 10, 15), brief, Scene::Draft),
        ((day + 1, 14, 30), brief, Scene::Submit),
        ((day, 9, 45), brief, Scene::Publish),
    ]
}

/// Bids of one day, an hour and a half apart.
fn bids(brief: &'static Brief, day: i32, offers: &'static [Offer]) -> Scenes {
    let bid = |(hour, offer)| ((day, hour, 5), brief, Scene::Bid(offer));
    (9..).step_by(2).zip(offers).map(bid).collect()
}

fn contracted() -> Scenes {
    let (brief, offers): (_, &'static [Offer]) = (&briefs::INTERIM, &offers::INTERIM);
    let mut all = published(brief, 64);
    all.extend(bids(brief, 54, offers));
    all.extend([
        (
            (60, 11, 30),
            brief,
            Scene::Ask(
                "bids@kestrel.example",
                "Will the outgoing provider hand over working notes as well as reports and images?",
            ),
        ),
        (
            (59, 16, 0),
            brief,
            Scene::Answer(
                1,
                "Yes, for every case begun since January 2024. For older cases about a third of the notes are missing.",
            ),
        ),
        ((51, 10, 0), brief, Scene::Open),
        ((49, 9, 30), brief, Scene::Score(Voice::First, offers)),
        ((48, 13, 10), brief, Scene::Score(Voice::Second, offers)),
        ((46, 10, 0), brief, Scene::Agree(offers)),
        (
            (45, 11, 15),
            brief,
            Scene::Recommend(
                "First on quality by five marks and first overall. The plan for taking over cases is the only one that deals with missing notes and gives each case a named examiner by week six.",
            ),
        ),
        ((44, 9, 20), brief, Scene::Approve),
        ((35, 10, 30), brief, Scene::DrawUp),
        ((34, 14, 45), brief, Scene::ProviderSigns("bids@harrow.example")),
        ((33, 9, 50), brief, Scene::ForceSigns),
    ]);
    all.extend(varied(brief));
    all
}

/// More cases came over than were counted: other people of the force approve what that costs. What costs
/// nothing is offered to the provider at once, and waits for its signature.
fn varied(brief: &'static Brief) -> Scenes {
    let more = Change::Days("Forensic examiner", 215);
    let keys = Change::Particulars(
        "Keys of the exhibit store at Carrfield are handed out and taken back by the duty sergeant, who signs for each.",
    );
    vec![
        (
            (20, 11, 15),
            brief,
            Scene::Vary(
                more,
                "The outgoing laboratory handed over 262 open cases, 22 more than the request counted. Each takes an examiner about a day and a half.",
            ),
        ),
        ((19, 13, 30), brief, Scene::ApproveVariation(2)),
        ((17, 10, 5), brief, Scene::ProviderSigns("bids@harrow.example")),
        ((16, 15, 20), brief, Scene::ForceSigns),
        (
            (2, 14, 50),
            brief,
            Scene::Vary(
                keys,
                "The exhibit store has had its own lock since the refit, and somebody must answer for its keys.",
            ),
        ),
    ]
}

fn awarded() -> Scenes {
    let (brief, offers): (_, &'static [Offer]) = (&briefs::TRACING, &offers::TRACING);
    let mut all = published(brief, 24);
    all.extend(bids(brief, 14, offers));
    all.extend([
        ((11, 10, 30), brief, Scene::Open),
        ((9, 9, 40), brief, Scene::Score(Voice::First, offers)),
        ((8, 14, 0), brief, Scene::Score(Voice::Second, offers)),
        ((6, 13, 0), brief, Scene::Agree(offers)),
        (
            (4, 15, 20),
            brief,
            Scene::Recommend(
                "First by a clear margin. Its method can be repeated by another expert, it says plainly when it does not know, and named people answer at all hours.",
            ),
        ),
        ((2, 10, 10), brief, Scene::Approve),
    ]);
    all
}

/// Awarded so long ago that the standstill is over: whoever opens the
/// demonstration can draw up the contract and have both sides sign it. On the
/// way there a panel was changed, a price explained and the award challenged.
fn free_to_sign() -> Scenes {
    let (brief, offers): (_, &'static [Offer]) = (&briefs::OUTAGE, &offers::OUTAGE);
    let mut all = published(brief, 40);
    all.extend(bids(brief, 31, offers));
    all.extend([
        ((28, 10, 0), brief, Scene::Open),
        ((26, 9, 45), brief, Scene::Score(Voice::First, offers)),
        (
            (26, 11, 10),
            brief,
            Scene::Conflict(
                "evaluator2@northshire.example",
                SALTMARSH,
                "I worked for Saltmarsh until last spring, and still hold some of its shares.",
            ),
        ),
        (
            (26, 14, 30),
            brief,
            Scene::ChangePanel(
                "evaluator2@northshire.example",
                STANDS_IN,
                "A member cannot score one of the bids. Someone who can score all of them takes the place.",
            ),
        ),
        ((25, 13, 20), brief, Scene::ScoreInstead(STANDS_IN, offers)),
        ((23, 10, 0), brief, Scene::Agree(offers)),
        (
            (23, 14, 0),
            brief,
            Scene::AskAboutPrice(
                SALTMARSH,
                "Your price is more than 30% below the next. How do you cover both roles for the whole time at these day rates, and what have you left out?",
            ),
        ),
        (
            (21, 16, 15),
            brief,
            Scene::Explain(
                SALTMARSH,
                "Nothing is left out. Both people live within ten miles, so there is no travel in the rates, and the cards that we hand out are those of three earlier rehearsals. We charge the same rates to a district council; its contract is public.",
            ),
        ),
        (
            (20, 11, 40),
            brief,
            Scene::AcceptPrice(
                "The rates are those of another contract, which I have seen, and the savings are named one by one.",
            ),
        ),
        (
            (20, 14, 10),
            brief,
            Scene::Recommend(
                "First on quality, and the price is within the budget. It keeps live calls wholly apart from the rehearsal and says at which points it would be stopped.",
            ),
        ),
        ((18, 9, 30), brief, Scene::Approve),
        (
            (17, 10, 20),
            brief,
            Scene::Challenge(
                SALTMARSH,
                "The letter says that our plan does not show how its numbers come about. Page two of our answer gives them for each week. We ask you to look again before you sign.",
            ),
        ),
        (
            (14, 15, 30),
            brief,
            Scene::Lift(
                "Two people who did not score read the answer again. The numbers it gives are of envelopes and desks; the question asked for people and hours. The score stands, and so does the award.",
            ),
        ),
    ]);
    all
}

fn in_evaluation() -> Scenes {
    let (brief, offers): (_, &'static [Offer]) = (&briefs::PHONES, &offers::PHONES);
    let some = offers.get(..1).unwrap_or_default();
    let mut all = published(brief, 18);
    all.extend(bids(brief, 7, offers));
    all.extend([
        ((4, 9, 15), brief, Scene::Open),
        ((3, 12, 30), brief, Scene::Score(Voice::First, offers)),
        ((1, 13, 45), brief, Scene::Score(Voice::Second, some)),
    ]);
    all
}

fn waiting_to_open() -> Scenes {
    let mut all = published(&briefs::MANAGED, 14);
    all.extend(bids(&briefs::MANAGED, 3, &offers::MANAGED));
    all
}

fn still_open() -> Scenes {
    let brief = &briefs::NETWORK;
    let [begun] = &offers::NETWORK_DRAFT;
    let mut all = published(brief, 5);
    all.extend(published(&briefs::RETAINER, 3));
    all.extend(bids(&briefs::RETAINER, 1, &offers::RETAINER));
    all.extend(bids(brief, 2, &offers::NETWORK));
    all.extend([
        (
            (4, 11, 5),
            brief,
            Scene::Ask(
                "bids@lantern.example",
                "May work on the catalogue of applications, which needs no records, be done away from your site?",
            ),
        ),
        (
            (3, 10, 20),
            brief,
            Scene::Answer(
                1,
                "Yes. Only the records themselves are bound to our equipment. Traffic that you make with your own devices may be analysed anywhere in the United Kingdom.",
            ),
        ),
        (
            (1, 14, 35),
            brief,
            Scene::Ask(
                "bids@kestrel.example",
                "In which formats do the three operators deliver their records, and may we see an empty sample of each before we bid?",
            ),
        ),
        ((1, 11, 0), brief, Scene::Begin(begun)),
    ]);
    all
}
