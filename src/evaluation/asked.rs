//! What a request asks of the people and companies that bid, so that a bid
//! can be read beside it.

use std::collections::BTreeMap;

use diesel_async::AsyncPgConnection;

use crate::bids;
use crate::bids::clearance::{self, Held};
use crate::bids::model::{Ladders, Nominee};
use crate::bids::opened::model::OpenedBid;
use crate::error::Result;
use crate::requests;
use crate::requests::model::{NeededBy, Request, Requirement, TeamRole};
use crate::types::ids::{BidId, SpecialistId};
use crate::types::time::Moment;

/// What a request asks for, as it counts at one moment.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The request.
    pub request: Request,
    /// The roles.
    pub roles: Vec<TeamRole>,
    /// The requirements.
    pub requirements: Vec<Requirement>,
    /// The two ladders of clearance.
    pub ladders: Ladders,
    /// The moment.
    pub now: Moment,
}

/// A person in a role, under the number that stands for their name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<'a> {
    /// The role.
    pub role: &'a TeamRole,
    /// `Specialist 1`
    pub who: String,
    /// The person.
    pub nominee: &'a Nominee,
    /// What they lack for the role, in sentences.
    pub lacks: Vec<String>,
}

impl Asked {
    /// What a request asks.
    pub async fn of(conn: &mut AsyncPgConnection, request: Request, now: Moment) -> Result<Self> {
        Ok(Self {
            roles: requests::queries::roles_of(conn, request.id).await?,
            requirements: requests::queries::requirements_of(conn, request.id).await?,
            ladders: bids::queries::ladders(conn).await?,
            request,
            now,
        })
    }

    /// A bid's team in the order of the roles. One person in two roles keeps
    /// one number.
    pub fn team<'a>(&'a self, bid: &'a OpenedBid) -> Vec<Placed<'a>> {
        let mut met: Vec<SpecialistId> = Vec::new();
        let mut team = Vec::new();
        for role in &self.roles {
            for nominee in bid.team.iter().filter(|it| it.role_id == role.id) {
                if !met.contains(&nominee.specialist_id) {
                    met.push(nominee.specialist_id);
                }
                let place = met.iter().position(|it| *it == nominee.specialist_id);
                let who = format!("Specialist {}", place.map_or(1, |it| it + 1));
                let lacks = self.lacks(role, nominee, &who);
                team.push(Placed { role, who, nominee, lacks });
            }
        }
        team
    }

    fn lacks(&self, role: &TeamRole, nominee: &Nominee, who: &str) -> Vec<String> {
        let on = clearance::needed_on(role, &self.request, self.now);
        let held = Held { name: who, ..Held::from(nominee) };
        clearance::gaps(role, held, &self.ladders, on).into_iter().map(|it| it.said).collect()
    }
}

/// What the team of one opened bid lacks of the clearances that the request asks
/// for with the bid or by the award, in sentences: some may have lapsed since.
pub async fn uncleared_at_award(
    conn: &mut AsyncPgConnection,
    request: &Request,
    bid: BidId,
    now: Moment,
) -> Result<Vec<String>> {
    let opened = bids::opened::queries::all(conn, request, now).await?;
    let Some(bid) = opened.iter().find(|it| it.id == bid) else { return Ok(Vec::new()) };
    let asked = Asked::of(conn, request.clone(), now).await?;
    let mut lacks = Vec::new();
    for it in asked.team(bid).iter().filter(|it| it.role.needed_by != NeededBy::Start) {
        let on = clearance::needed_on(it.role, request, now);
        // The level was known when the bid was made; only clearances lapse.
        let held = Held { name: &it.who, sfia_level: it.role.sfia_level, ..Held::from(it.nominee) };
        let gaps = clearance::gaps(it.role, held, &asked.ladders, on);
        lacks.extend(gaps.into_iter().map(|gap| gap.said));
    }
    Ok(lacks)
}

/// What each opened bid's team lacks, in sentences. Bids that lack nothing
/// are not in it.
pub async fn lacking(
    conn: &mut AsyncPgConnection,
    request: &Request,
    now: Moment,
) -> Result<BTreeMap<BidId, Vec<String>>> {
    let opened = bids::opened::queries::all(conn, request, now).await?;
    let asked = Asked::of(conn, request.clone(), now).await?;
    let lacks = opened.iter().map(|bid| {
        let lacks: Vec<String> = asked.team(bid).into_iter().flat_map(|it| it.lacks).collect();
        (bid.id, lacks)
    });
    Ok(lacks.filter(|(_, lacks)| !lacks.is_empty()).collect())
}
