//! What a contract is, and what it is made from.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::alerts::model::Lapsing;
use super::ending::model::Termination;
use super::gates::model::Gates;
use super::policy::Standing;
use super::state::ContractState;
use super::variations;
use super::versions;
use super::versions::model::Version;
use crate::bids::model::Rate;
use crate::bids::opened::model::OpenedBid;
use crate::bids::price::Totals;
use crate::error::{Error, Result};
use crate::forces::model::Force;
use crate::framework::model::{Framework, SfiaLevel};
use crate::providers::model::Provider;
use crate::requests::model::{Request, TeamRole, WantedOutcome};
use crate::types::ids::{
    AwardId, BidId, ContractId, ForceId, ProviderId, RequestId, RoleId, UserId,
};
use crate::types::money::Money;
use crate::types::time::Moment;
use crate::types::uk_time;

/// A contract, as both its sides see it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = crate::schema::contracts, check_for_backend(diesel::pg::Pg))]
pub struct Contract {
    /// Its id.
    pub id: ContractId,
    /// The number people say: `CON-2026-0001`.
    pub reference: String,
    /// The request it fulfils.
    pub request_id: RequestId,
    /// The award it rests on.
    pub award_id: AwardId,
    /// Who buys.
    pub force_id: ForceId,
    /// Who sells.
    pub provider_id: ProviderId,
    /// Where it stands in the database; pages ask [`Contract::stands`].
    pub state: ContractState,
    /// The most that may be charged, excluding VAT.
    pub value: Money,
    /// Its first day.
    pub starts_on: NaiveDate,
    /// Its last day.
    pub ends_on: NaiveDate,
    /// When it was drawn up.
    pub created_at: Moment,
    /// The number of the version that binds, or that was offered last.
    pub version: i32,
    /// The day on which it was ended before its last, if it was.
    pub terminated_on: Option<NaiveDate>,
}

impl Contract {
    /// Its page.
    pub fn path(&self) -> String {
        format!("/contracts/{}", self.reference)
    }

    /// Where it stands on a day.
    pub fn standing(&self, today: NaiveDate) -> ContractState {
        stands(self.state, self.ends_on, today)
    }

    /// Its days, in words.
    pub fn term(&self) -> String {
        let (first, last) = (uk_time::day(self.starts_on), uk_time::day(self.ends_on));
        match self.terminated_on {
            Some(day) => {
                let day = uk_time::day(day);
                format!("{first} to {day}, when it was ended; {last} was agreed")
            }
            None => format!("{first} to {last}"),
        }
    }

    /// Where it stands on a day, in words.
    pub fn stands(&self, today: NaiveDate) -> &'static str {
        stands(self.state, self.ends_on, today).label()
    }

    /// The colour of that.
    pub fn colour(&self, today: NaiveDate) -> &'static str {
        colour(stands(self.state, self.ends_on, today))
    }
}

/// An active contract whose last day has passed has ended, whoever noticed.
fn stands(state: ContractState, ends_on: NaiveDate, today: NaiveDate) -> ContractState {
    if state == ContractState::Active && ends_on < today { ContractState::Ended } else { state }
}

fn colour(state: ContractState) -> &'static str {
    match state {
        ContractState::Offered | ContractState::ProviderSigned => "yellow",
        ContractState::Returned => "orange",
        ContractState::Active => "green",
        ContractState::Ended | ContractState::Withdrawn => "grey",
        ContractState::Terminated => "red",
    }
}

/// A contract with everything its page says about it.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The contract.
    pub contract: Contract,
    /// The reference of the request.
    pub request: String,
    /// What was asked for.
    pub title: String,
    /// Who buys.
    pub force: String,
    /// Who sells.
    pub provider: String,
    /// Every version of it, in order.
    pub versions: Vec<Version>,
    /// What decides whether it may be signed.
    pub standing: Standing,
    /// What has to be in place at its start, and is not.
    pub gates: Gates,
    /// Its ending before its time, proposed or decided.
    pub ending: Option<Termination>,
    /// Who proposed that ending and who confirmed it, for the force and auditors.
    pub ended_by: Vec<(UserId, String)>,
    /// Why the variation that waits asks for more than the provider may charge by now.
    pub over_ceiling: Option<variations::policy::Refusal>,
    /// Clearances that run out before it does.
    pub lapsing: Vec<Lapsing>,
    /// Whether somebody of the provider looks at it.
    pub for_provider: bool,
    /// Whether whoever looks at it has declared a conflict with its provider.
    pub conflicted: bool,
}

impl Seen {
    /// The version to look at: the one that waits to be signed, or the one that binds.
    pub fn version(&self) -> Result<&Version> {
        versions::policy::shown(&self.versions, self.contract.version).ok_or(Error::NotFound)
    }

    /// Who proposed its ending and who decided on it, unless the provider looks.
    pub fn ending_people(&self) -> Option<(&str, &str)> {
        let ending = self.ending.as_ref().filter(|_| !self.for_provider)?;
        let name = |id: Option<UserId>| {
            self.ended_by.iter().find(|it| Some(it.0) == id).map_or("", |it| it.1.as_str())
        };
        Some((name(Some(ending.proposed_by)), name(ending.settled_by)))
    }

    /// Whether somebody proposes to end it.
    pub fn is_ending(&self) -> bool {
        self.ending.as_ref().is_some_and(Termination::is_open)
    }

    /// The version that waits, for an approver or to be signed.
    pub fn open(&self) -> Option<&Version> {
        self.versions.iter().find(|it| it.state.is_open())
    }
}

/// An approved award, as far as a contract needs it.
#[derive(Debug, Clone, Queryable)]
pub struct ApprovedAward {
    /// Its id.
    pub id: AwardId,
    /// The bid that won.
    pub bid: BidId,
    /// When it was approved.
    pub approved_at: Moment,
    /// When its standstill is over.
    pub may_sign_from: Moment,
}

/// A request whose contract is still to be drawn up.
#[derive(Debug, Clone, Queryable)]
pub struct ToDrawUp {
    /// The request's reference.
    pub request: String,
    /// Its title.
    pub title: String,
    /// When the standstill is over.
    pub may_sign_from: Moment,
}

impl ToDrawUp {
    /// From when it may be drawn up, in UK time.
    pub fn from(&self) -> String {
        uk_time::full(self.may_sign_from)
    }
}

/// Everything a contract is made from.
#[derive(Debug, Clone)]
pub struct Basis {
    /// The framework it is called off from.
    pub framework: Framework,
    /// The version of its terms that the provider accepted last.
    pub terms_version: i32,
    /// The name of the lot.
    pub lot: String,
    /// The name of the region; empty if none was given.
    pub region: String,
    /// Who buys.
    pub force: Force,
    /// Who sells.
    pub provider: Provider,
    /// What was asked for.
    pub request: Request,
    /// The outcomes asked for, where they are what is priced.
    pub outcomes: Vec<WantedOutcome>,
    /// The roles asked for.
    pub roles: Vec<TeamRole>,
    /// What the SFIA levels are called.
    pub levels: Vec<SfiaLevel>,
    /// The bid that won.
    pub bid: OpenedBid,
    /// The SHA-256 of its quality and of its price envelope, as on its receipt.
    pub bid_digests: [String; 2],
    /// Its day rates, as they were offered.
    pub rates: Vec<Rate>,
    /// What it costs.
    pub price: Totals,
    /// The award.
    pub award: ApprovedAward,
}

impl Basis {
    /// The day rate that was offered for a role.
    pub fn rated(&self, role: RoleId) -> Option<Money> {
        self.rates.iter().find(|it| it.role_id == role).map(|it| it.day_rate)
    }
}

/// A contract to be stored.
#[derive(Debug, Clone)]
pub struct NewContract {
    /// Its reference.
    pub reference: String,
    /// The request it fulfils.
    pub request: RequestId,
    /// The award it rests on.
    pub award: AwardId,
    /// Who buys.
    pub force: ForceId,
    /// Who sells.
    pub provider: ProviderId,
    /// The most that may be charged, excluding VAT.
    pub value: Money,
    /// Its first and last day.
    pub term: (NaiveDate, NaiveDate),
}

#[cfg(test)]
mod tests {
    use super::{ContractState, stands};

    #[test]
    fn an_active_contract_ends_with_its_last_day() {
        let day = |typed: &str| typed.parse().unwrap();
        let last = day("2026-06-30");
        for (state, today, found) in [
            (ContractState::Active, "2026-06-30", ContractState::Active),
            (ContractState::Active, "2026-07-01", ContractState::Ended),
            (ContractState::Offered, "2026-07-01", ContractState::Offered),
            (ContractState::Terminated, "2026-07-01", ContractState::Terminated),
        ] {
            assert_eq!(stands(state, last, day(today)), found, "{state:?} on {today}");
        }
    }
}
