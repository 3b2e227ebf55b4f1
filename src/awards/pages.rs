//! The award page.

use std::collections::BTreeMap;

use askama::Template;

use super::forms::RecommendForm;
use crate::evaluation::moderation::view::RankingRow;
use crate::requests::model::Request;
use crate::types::ids::UserId;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::{Choice, Mistakes};
use crate::web::page::Frame;
use crate::web::words::WordsForm;

/// A recommendation or an award, in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AwardRead {
    /// The provider it names.
    pub provider: String,
    /// The reasons for it.
    pub reason: String,
    /// Who recommended it, and when.
    pub recommended: String,
    /// Who decided, if anyone has, and when.
    pub decided: String,
    /// Who approved it first, where it takes two, and when.
    pub first_approved: String,
    /// From when a contract may be signed.
    pub may_sign_from: String,
    /// The same for a machine.
    pub may_sign_iso: String,
    /// How long that is, while it is not over.
    pub left: String,
    /// Why it was declined, or taken back.
    pub decline_reason: String,
    /// Whether whoever recommends took it back.
    pub taken_back: bool,
    /// Whether it is approved.
    pub is_approved: bool,
}

/// Something about an award that one person asks for and another decides on.
pub struct Proposal<'a> {
    /// Where it stands.
    pub state: &'static str,
    /// Why.
    pub reason: &'a str,
    /// Who asked for it, and when.
    pub proposed: (UserId, Moment),
    /// Who decided on it, and when.
    pub decided: Option<(UserId, Moment)>,
    /// Why it was refused.
    pub decision: &'a str,
}

/// The same in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProposalRead {
    /// Where it stands.
    pub state: &'static str,
    /// Why.
    pub reason: String,
    /// Who asked for it, and when.
    pub proposed: String,
    /// Who decided on it, and when.
    pub decided: String,
    /// Why it was refused.
    pub decision: String,
}

impl ProposalRead {
    /// The words for it.
    pub fn of(it: &Proposal<'_>, people: &BTreeMap<UserId, String>) -> Self {
        let said = |(by, at): (UserId, Moment)| {
            let name = people.get(&by).map_or("", String::as_str);
            format!("{name}, {}", uk_time::full(at))
        };
        Self {
            state: it.state,
            reason: it.reason.to_owned(),
            proposed: said(it.proposed),
            decided: it.decided.map(said).unwrap_or_default(),
            decision: it.decision.to_owned(),
        }
    }
}

/// The check of an award that was decided.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckRead {
    /// When it was made.
    pub at: String,
    /// What was amiss then.
    pub then: Vec<String>,
    /// Whether something else is amiss now.
    pub differs: bool,
    /// What is amiss now.
    pub now: Vec<String>,
}

/// A letter that was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SentRead {
    /// To whom.
    pub to: String,
    /// Where it is.
    pub href: String,
}

/// An award that was withdrawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WithdrawnRead {
    /// The award, as it was made.
    pub award: AwardRead,
    /// What the bid costs, excluding VAT.
    pub value: String,
    /// Why it was withdrawn.
    pub why: String,
    /// Who asked for that, and when.
    pub proposed: String,
    /// Who did it, and when.
    pub confirmed: String,
    /// The letters that told of it.
    pub letters: Vec<SentRead>,
}

/// The award of a request: to be recommended, decided on, or read.
#[derive(Template)]
#[template(path = "awards/show.html")]
pub struct AwardPage {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: Request,
    /// The bids in order; empty before quality is locked.
    pub rows: Vec<RankingRow>,
    /// Whether bids are ranked by price per quality point.
    pub per_point: bool,
    /// The active award.
    pub award: Option<AwardRead>,
    /// Those declined before.
    pub declined: Vec<AwardRead>,
    /// Whether the viewer may recommend.
    pub may_recommend: bool,
    /// The bids they may recommend.
    pub choices: Vec<Choice>,
    /// The recommendation, as typed.
    pub form: RecommendForm,
    /// Whether the viewer may approve or decline.
    pub may_approve: bool,
    /// Whether the viewer may decline it: also who approved it first.
    pub may_decline: bool,
    /// Whether the viewer may take the recommendation back.
    pub may_take_back: bool,
    /// Whether an approval would be the first of two.
    pub another_first: bool,
    /// Whether the viewer may read every score and its reason.
    pub looks_back: bool,
    /// Why not, if there is something to decide.
    pub refusal: String,
    /// What is to be settled about the ranking first, if anything is.
    pub unsettled: String,
    /// The reason to decline, as typed.
    pub decline: WordsForm,
    /// The reason to take the recommendation back, as typed.
    pub back: WordsForm,
    /// The contract that rests on it, if one is drawn up: its page, and its reference with where it stands.
    pub drawn_up: Option<(String, String)>,
    /// Whether the viewer draws up contracts.
    pub draws_up: bool,
    /// Whether the viewer is someone who takes the records of requests.
    pub takes_records: bool,
    /// Whether the viewer reads it as an auditor.
    pub reads_only: bool,
    /// Whether the viewer may end the request without an award.
    pub may_end: bool,
    /// Whether somebody has asked to, and it waits.
    pub ending_waits: bool,
    /// How many approvers the recommended award takes.
    pub approvals: String,
    /// What has lapsed, so that it cannot be approved now.
    pub unfit: String,
    /// Whether a challenge holds the award up.
    pub held: bool,
    /// The awards that were withdrawn, the newest first.
    pub withdrawn: Vec<WithdrawnRead>,
    /// The bidders with an abnormally low price who were not heard about it.
    pub unheard: Vec<String>,
    /// Where the explanation of the awarded bid's low price stands, if it is low.
    pub low: String,
    /// The check of the award that was decided, if it was kept.
    pub check: Option<CheckRead>,
    /// The letters that told of the award that stands.
    pub letters: Vec<SentRead>,
    /// Where the viewer declares their conflicts of interest first, if they have to.
    pub to_declare: String,
    /// Whether the withdrawal of the award waits for a second person.
    pub withdrawal_waits: bool,
    /// What is wrong with what was typed.
    pub mistakes: Mistakes,
}
