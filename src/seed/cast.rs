//! The two forces and the operator of the story, and who works there. None of
//! them exists.

use anyhow::Result;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use super::stage::{CALL, Part, Stage};
use crate::accounts::model::{Organisation, Role};
use crate::audit::Actor;
use crate::forces;
use crate::schema::force_domains;
use crate::schema::forces as rows;
use crate::types::ids::ForceId;

/// A force of the story.
struct Fiction {
    slug: &'static str,
    name: &'static str,
    authority: &'static str,
    region: &'static str,
    domain: &'static str,
    people: &'static [Part],
}

const fn part(email: &'static str, name: &'static str, roles: &'static [Role]) -> Part {
    Part { email, name, roles }
}

const FORCES: [Fiction; 2] = [
    Fiction {
        slug: "northshire",
        name: "Northshire Police",
        authority: "Police and Crime Commissioner for Northshire",
        region: "north-east",
        domain: "northshire.example",
        people: &[
            part("admin@northshire.example", "Helen Marsh", &[Role::ForceAdmin]),
            part("requester@northshire.example", "Rachel Osei", &[Role::Requester]),
            part("approver@northshire.example", "Andrew Lindqvist", &[Role::Approver]),
            part("approver2@northshire.example", "Sian Mortimer", &[Role::Approver]),
            part("evaluator1@northshire.example", "Elena Petrova", &[Role::Evaluator]),
            part("evaluator2@northshire.example", "Tom Whitaker", &[Role::Evaluator]),
            part("evaluator3@northshire.example", "Joanna Reid", &[Role::Evaluator]),
            part("contracts@northshire.example", "Carys Bevan", &[Role::ContractManager]),
        ],
    },
    Fiction {
        slug: "eastmoor",
        name: "Eastmoor Constabulary",
        authority: "Police and Crime Commissioner for Eastmoor",
        region: "eastern",
        domain: "eastmoor.example",
        people: &[
            part(
                "requester@eastmoor.example",
                "Imran Shah",
                &[Role::Requester, Role::Evaluator, Role::ForceAdmin],
            ),
            part(
                "approver@eastmoor.example",
                "Fiona Gallagher",
                &[Role::Approver, Role::ContractManager],
            ),
        ],
    },
];

const OPERATOR: &[Part] = &[
    part("admin@operator.example", "Olu Adeyemi", &[Role::OperatorAdmin]),
    part(
        "market@operator.example",
        "Margaret Fairlie",
        &[Role::MarketplaceManager, Role::OperatorAdmin],
    ),
    part("vetting1@operator.example", "Victor Lane", &[Role::VettingOfficer]),
    part("vetting2@operator.example", "Yasmin Haddad", &[Role::VettingOfficer]),
    part("auditor@operator.example", "Daniel Achebe", &[Role::Auditor]),
];

/// Both forces and the operator move in.
pub async fn arrive(stage: &mut Stage) -> Result<()> {
    let system = Actor::system(CALL);
    let day = stage.days.at(100, 9, 0)?;
    for part in OPERATOR {
        stage.enter(day, &system, part, Organisation::Operator).await?;
    }
    for fiction in &FORCES {
        let force = found(stage, fiction).await?;
        for part in fiction.people {
            stage.enter(day, &system, part, Organisation::Force(force)).await?;
        }
    }
    Ok(())
}

/// Puts a force among the reference data, which is nobody's act.
async fn found(stage: &Stage, it: &Fiction) -> Result<ForceId> {
    let since = stage.days.date(-3650);
    let force = stage
        .db
        .keep_books(async |conn, _| {
            diesel::insert_into(rows::table)
                .values((
                    rows::id.eq(ForceId::from(Uuid::now_v7())),
                    rows::slug.eq(it.slug),
                    rows::name.eq(it.name),
                    rows::kind.eq("fictional"),
                    rows::region_code.eq(it.region),
                    rows::contracting_authority.eq(it.authority),
                    rows::procurement_regime.eq("england_wales"),
                    rows::valid_from.eq(since),
                ))
                .on_conflict(rows::slug)
                .do_nothing()
                .execute(conn)
                .await?;
            let force = forces::queries::by_slug(conn, it.slug).await?;
            diesel::insert_into(force_domains::table)
                .values((force_domains::force_id.eq(force.id), force_domains::domain.eq(it.domain)))
                .on_conflict_do_nothing()
                .execute(conn)
                .await?;
            Ok(force)
        })
        .await?;
    Ok(force.id)
}
