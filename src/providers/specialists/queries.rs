//! Finding and storing specialists.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::forms::{NewSpecialist, Words};
use crate::error::{Error, Result};
use crate::framework;
use crate::providers::model::Specialist;
use crate::schema::{specialist_specialisms, specialists};
use crate::types::ids::{ProviderId, SpecialistId};
use crate::types::time::Moment;
use crate::web::form::Choice;

/// The words to choose from.
pub async fn words(conn: &mut AsyncPgConnection) -> Result<Words> {
    let nppv = framework::queries::police_vetting_levels(conn).await?;
    let nsv = framework::queries::security_clearance_levels(conn).await?;
    Ok(Words {
        sfia: framework::queries::sfia_levels(conn).await?.iter().map(Choice::from).collect(),
        nppv: nppv.iter().map(Choice::from).collect(),
        nsv: nsv.iter().map(Choice::from).collect(),
        specialisms: framework::queries::specialisms(conn)
            .await?
            .iter()
            .map(Choice::from)
            .collect(),
    })
}

/// A provider's own specialist, unless retired, with their specialisms.
pub async fn own(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    id: SpecialistId,
) -> Result<(Specialist, Vec<String>)> {
    let specialist = specialists::table
        .find(id)
        .filter(specialists::provider_id.eq(provider))
        .filter(specialists::retired_at.is_null())
        .select(Specialist::as_select())
        .first(conn)
        .await?;
    let specialisms = specialist_specialisms::table
        .filter(specialist_specialisms::specialist_id.eq(id))
        .select(specialist_specialisms::specialism)
        .load(conn)
        .await?;
    Ok((specialist, specialisms))
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = specialists, treat_none_as_null = true)]
struct Row<'a> {
    name: &'a str,
    sfia_level: i16,
    skills: &'a str,
    certifications: &'a str,
    nppv: Option<&'a str>,
    nppv_expires: Option<chrono::NaiveDate>,
    nppv_sponsor: &'a str,
    nsv: &'a str,
    nsv_expires: Option<chrono::NaiveDate>,
    available_from: Option<chrono::NaiveDate>,
    right_to_work: bool,
}

impl<'a> From<&'a NewSpecialist> for Row<'a> {
    fn from(new: &'a NewSpecialist) -> Self {
        Self {
            name: &new.name,
            sfia_level: new.sfia_level,
            skills: &new.skills,
            certifications: &new.certifications,
            nppv: new.nppv.as_ref().map(|(level, _)| level.as_str()),
            nppv_expires: new.nppv.as_ref().map(|(_, day)| *day),
            nppv_sponsor: &new.nppv_sponsor,
            nsv: new.nsv.as_ref().map_or("none", |(level, _)| level.as_str()),
            nsv_expires: new.nsv.as_ref().map(|(_, day)| *day),
            available_from: new.available_from,
            right_to_work: new.right_to_work,
        }
    }
}

pub(super) async fn insert(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    new: &NewSpecialist,
) -> Result<SpecialistId> {
    let id = SpecialistId::mint();
    diesel::insert_into(specialists::table)
        .values((specialists::id.eq(id), specialists::provider_id.eq(provider), Row::from(new)))
        .execute(conn)
        .await?;
    save_specialisms(conn, id, &new.specialisms).await?;
    Ok(id)
}

pub(super) async fn update(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    id: SpecialistId,
    new: &NewSpecialist,
) -> Result<()> {
    own(conn, provider, id).await?;
    diesel::update(specialists::table.find(id)).set(Row::from(new)).execute(conn).await?;
    let old = specialist_specialisms::table.filter(specialist_specialisms::specialist_id.eq(id));
    diesel::delete(old).execute(conn).await?;
    save_specialisms(conn, id, &new.specialisms).await
}

async fn save_specialisms(
    conn: &mut AsyncPgConnection,
    id: SpecialistId,
    specialisms: &[String],
) -> Result<()> {
    use specialist_specialisms as it;
    let rows: Vec<_> = specialisms
        .iter()
        .map(|word| (it::specialist_id.eq(id), it::specialism.eq(word)))
        .collect();
    diesel::insert_into(it::table).values(rows).on_conflict_do_nothing().execute(conn).await?;
    Ok(())
}

pub(super) async fn retire(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    id: SpecialistId,
    now: Moment,
) -> Result<()> {
    let own = specialists::table
        .find(id)
        .filter(specialists::provider_id.eq(provider))
        .filter(specialists::retired_at.is_null());
    match diesel::update(own).set(specialists::retired_at.eq(now)).execute(conn).await? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}
