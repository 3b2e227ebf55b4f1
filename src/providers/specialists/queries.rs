//! Finding and storing specialists.

use std::collections::BTreeMap;

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::forms::{NewSpecialist, Words};
use super::model::{Certification, ERASED, Filter, Person};
use crate::error::{Error, Result};
use crate::framework;
use crate::framework::model::ClearanceLevel;
use crate::providers::model::Specialist;
use crate::schema::{
    cleared_specialists, specialisms, specialist_certifications, specialist_clearances,
    specialist_skills, specialist_specialisms, specialists,
};
use crate::types::ids::{ProviderId, SpecialistId};
use crate::types::time::Moment;
use crate::web::form::Choice;
use crate::web::paging::{PER_PAGE, Paging};

/// The words to choose from.
pub async fn words(conn: &mut AsyncPgConnection) -> Result<Words> {
    let nppv = framework::queries::police_vetting_levels(conn).await?;
    let nsv = framework::queries::security_clearance_levels(conn).await?;
    let usual = framework::queries::usual_years(conn).await?;
    Ok(Words {
        nppv_lasts: lasts(&usual, "nppv", &nppv),
        nsv_lasts: lasts(&usual, "nsv", &nsv),
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

/// How long each clearance of a ladder usually lasts, lowest first.
fn lasts(usual: &[(String, String, i16)], ladder: &str, levels: &[ClearanceLevel]) -> String {
    let said = |level: &ClearanceLevel| {
        let of_it = |it: &&(String, String, i16)| it.0 == ladder && it.1 == level.code;
        let (_, _, years) = usual.iter().find(of_it)?;
        Some(format!("{} {years} {}", level.name, if *years == 1 { "year" } else { "years" }))
    };
    let said: Vec<String> = levels.iter().filter_map(said).collect();
    if said.is_empty() { String::new() } else { format!(". Usually lasts: {}", said.join(", ")) }
}

fn matching(provider: ProviderId, filter: &Filter) -> cleared_specialists::BoxedQuery<'_, Pg> {
    use cleared_specialists as it;
    let mut found = it::table.filter(it::provider_id.eq(provider)).into_boxed();
    found = match filter.retired {
        true => found.filter(it::retired_at.is_not_null()),
        false => found.filter(it::retired_at.is_null()),
    };
    if !filter.about.is_empty() {
        let like = format!("%{}%", filter.about.replace(['%', '_', '\\'], ""));
        let skilled = specialist_skills::table
            .filter(specialist_skills::skill.ilike(like.clone()))
            .select(specialist_skills::specialist_id);
        let certified = specialist_certifications::table
            .filter(specialist_certifications::name.ilike(like.clone()))
            .select(specialist_certifications::specialist_id);
        let said = it::name.ilike(like.clone()).or(it::skills.ilike(like));
        found = found.filter(said.or(it::id.eq_any(skilled)).or(it::id.eq_any(certified)));
    }
    if !filter.specialism.is_empty() {
        let special = specialist_specialisms::table
            .filter(specialist_specialisms::specialism.eq(&filter.specialism))
            .select(specialist_specialisms::specialist_id);
        found = found.filter(it::id.eq_any(special));
    }
    if !filter.clearance.is_empty() {
        found =
            found.filter(it::nppv.eq(filter.clearance.as_str()).or(it::nsv.eq(&filter.clearance)));
    }
    found
}

/// All of a provider's specialists that are asked for, by name.
pub async fn all(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    filter: &Filter,
) -> Result<Vec<Specialist>> {
    Ok(matching(provider, filter)
        .order((cleared_specialists::name, cleared_specialists::id))
        .select(Specialist::as_select())
        .load(conn)
        .await?)
}

/// A page of a provider's specialists by name.
pub async fn page(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    filter: &Filter,
    page: i64,
) -> Result<(Vec<Specialist>, Paging)> {
    let total = matching(provider, filter).count().get_result(conn).await?;
    let people = matching(provider, filter)
        .order((cleared_specialists::name, cleared_specialists::id))
        .offset(Paging::offset(page))
        .limit(PER_PAGE)
        .select(Specialist::as_select())
        .load(conn)
        .await?;
    Ok((people, Paging { page, total }))
}

/// A provider's own specialist, retired or not.
pub async fn anyone(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    id: SpecialistId,
) -> Result<Specialist> {
    Ok(cleared_specialists::table
        .find(id)
        .filter(cleared_specialists::provider_id.eq(provider))
        .select(Specialist::as_select())
        .first(conn)
        .await?)
}

/// A provider's own specialist, unless retired, with what is listed about
/// them.
pub async fn own(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
    id: SpecialistId,
) -> Result<Person> {
    let specialist = anyone(conn, provider, id).await?;
    if specialist.retired_at.is_some() {
        return Err(Error::NotFound);
    }
    Ok(Person {
        specialisms: specialist_specialisms::table
            .filter(specialist_specialisms::specialist_id.eq(id))
            .select(specialist_specialisms::specialism)
            .load(conn)
            .await?,
        skills: specialist_skills::table
            .filter(specialist_skills::specialist_id.eq(id))
            .order((specialist_skills::level.desc(), specialist_skills::skill))
            .select((specialist_skills::skill, specialist_skills::level))
            .load(conn)
            .await?,
        certifications: specialist_certifications::table
            .filter(specialist_certifications::specialist_id.eq(id))
            .order((specialist_certifications::name, specialist_certifications::issuer))
            .select((
                specialist_certifications::name,
                specialist_certifications::issuer,
                specialist_certifications::expires_on,
            ))
            .load(conn)
            .await?,
        specialist,
    })
}

/// What is listed about each of a provider's people, in words: specialisms,
/// then skills, then certifications.
pub async fn listed(
    conn: &mut AsyncPgConnection,
    provider: ProviderId,
) -> Result<BTreeMap<SpecialistId, Vec<String>>> {
    let mut listed: BTreeMap<SpecialistId, Vec<String>> = BTreeMap::new();
    let special: Vec<(SpecialistId, String)> = specialist_specialisms::table
        .inner_join(specialists::table)
        .inner_join(specialisms::table)
        .filter(specialists::provider_id.eq(provider))
        .order(specialisms::position)
        .select((specialists::id, specialisms::name))
        .load(conn)
        .await?;
    for (id, name) in special {
        listed.entry(id).or_default().push(name);
    }
    let skills: Vec<(SpecialistId, String, i16)> = specialist_skills::table
        .inner_join(specialists::table)
        .filter(specialists::provider_id.eq(provider))
        .order((specialist_skills::level.desc(), specialist_skills::skill))
        .select((specialists::id, specialist_skills::skill, specialist_skills::level))
        .load(conn)
        .await?;
    for (id, skill, level) in skills {
        listed.entry(id).or_default().push(format!("{skill}, level {level}"));
    }
    let certified: Vec<(SpecialistId, Certification)> = specialist_certifications::table
        .inner_join(specialists::table)
        .filter(specialists::provider_id.eq(provider))
        .order((specialist_certifications::name, specialist_certifications::issuer))
        .select((
            specialists::id,
            (
                specialist_certifications::name,
                specialist_certifications::issuer,
                specialist_certifications::expires_on,
            ),
        ))
        .load(conn)
        .await?;
    for (id, it) in certified {
        listed.entry(id).or_default().push(it.said());
    }
    Ok(listed)
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = specialists, treat_none_as_null = true)]
struct Row<'a> {
    name: &'a str,
    sfia_level: i16,
    skills: &'a str,
    available_from: Option<chrono::NaiveDate>,
    availability_note: &'a str,
    right_to_work: bool,
}

impl<'a> From<&'a NewSpecialist> for Row<'a> {
    fn from(new: &'a NewSpecialist) -> Self {
        Self {
            name: &new.name,
            sfia_level: new.sfia_level,
            skills: &new.experience,
            available_from: new.available_from,
            availability_note: &new.availability_note,
            right_to_work: new.right_to_work,
        }
    }
}

/// Keeps someone new, without clearances.
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
    save_lists(conn, id, new).await?;
    Ok(id)
}

/// Changes what is said about someone, except their clearances.
pub(super) async fn update(
    conn: &mut AsyncPgConnection,
    id: SpecialistId,
    new: &NewSpecialist,
) -> Result<()> {
    diesel::update(specialists::table.find(id)).set(Row::from(new)).execute(conn).await?;
    empty_lists(conn, id).await?;
    save_lists(conn, id, new).await
}

async fn empty_lists(conn: &mut AsyncPgConnection, id: SpecialistId) -> Result<()> {
    use specialist_certifications as certification;
    use specialist_skills as skill;
    use specialist_specialisms as specialism;
    diesel::delete(specialism::table.filter(specialism::specialist_id.eq(id)))
        .execute(conn)
        .await?;
    diesel::delete(skill::table.filter(skill::specialist_id.eq(id))).execute(conn).await?;
    diesel::delete(certification::table.filter(certification::specialist_id.eq(id)))
        .execute(conn)
        .await?;
    Ok(())
}

async fn save_lists(
    conn: &mut AsyncPgConnection,
    id: SpecialistId,
    new: &NewSpecialist,
) -> Result<()> {
    use specialist_certifications as certification;
    use specialist_skills as skill;
    use specialist_specialisms as specialism;
    let rows: Vec<_> = new
        .specialisms
        .iter()
        .map(|it| (specialism::specialist_id.eq(id), specialism::specialism.eq(it)))
        .collect();
    diesel::insert_into(specialism::table)
        .values(rows)
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    let rows: Vec<_> = new
        .skills
        .iter()
        .map(|it| {
            (skill::specialist_id.eq(id), skill::skill.eq(&it.skill), skill::level.eq(it.level))
        })
        .collect();
    diesel::insert_into(skill::table).values(rows).on_conflict_do_nothing().execute(conn).await?;
    let rows: Vec<_> = new
        .certifications
        .iter()
        .map(|it| {
            (
                certification::specialist_id.eq(id),
                certification::name.eq(&it.name),
                certification::issuer.eq(&it.issuer),
                certification::expires_on.eq(it.expires_on),
            )
        })
        .collect();
    diesel::insert_into(certification::table)
        .values(rows)
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
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

/// Empties everything personal about someone; the row stays for what names it.
pub(super) async fn erase(
    conn: &mut AsyncPgConnection,
    id: SpecialistId,
    now: Moment,
) -> Result<()> {
    empty_lists(conn, id).await?;
    use specialist_clearances as clearance;
    diesel::delete(clearance::table.filter(clearance::specialist_id.eq(id))).execute(conn).await?;
    diesel::update(specialists::table.find(id))
        .set((
            specialists::name.eq(ERASED),
            specialists::skills.eq(""),
            specialists::available_from.eq(None::<chrono::NaiveDate>),
            specialists::availability_note.eq(""),
            specialists::right_to_work.eq(false),
            specialists::erased_at.eq(now),
        ))
        .execute(conn)
        .await?;
    Ok(())
}
