//! Finding forces, and storing what changes about them.

use chrono::NaiveDate;
use diesel::dsl::{exists, select};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};

use super::forms::ForceAsked;
use super::model::{DatedName, Force, Kept, Merger, name_today};
use super::policy::Refusal;
use crate::error::{Error, Result};
use crate::schema::{force_domains, force_names, forces, users};
use crate::types::dated::muster_today;
use crate::types::ids::ForceId;
use crate::types::text::{lower, slug};
use crate::types::time::Moment;
use crate::types::uk_time;

/// One force.
pub async fn force(conn: &mut AsyncPgConnection, id: ForceId) -> Result<Force> {
    Ok(forces::table.find(id).select(Force::as_select()).first(conn).await?)
}

/// The force with a name in addresses.
pub async fn by_slug(conn: &mut AsyncPgConnection, slug: &str) -> Result<Force> {
    Ok(forces::table.filter(forces::slug.eq(slug)).select(Force::as_select()).first(conn).await?)
}

/// Every force there is today, by name.
pub async fn all(conn: &mut AsyncPgConnection, now: Moment) -> Result<Vec<Force>> {
    let today = uk_time::date_of(now);
    Ok(forces::table
        .filter(forces::valid_from.le(today))
        .filter(forces::valid_to.is_null().or(forces::valid_to.gt(today)))
        .order(name_today())
        .select(Force::as_select())
        .load(conn)
        .await?)
}

/// A force with every force that has become part of it by today, of itself or
/// with another that had taken it in.
async fn with_parts(conn: &mut AsyncPgConnection, force: ForceId) -> Result<Vec<ForceId>> {
    let mut all = vec![force];
    let mut last = vec![force];
    while !last.is_empty() {
        last = forces::table
            .filter(forces::succeeded_by.eq_any(last))
            .filter(forces::valid_to.le(muster_today().nullable()))
            .filter(forces::id.ne_all(all.clone()))
            .select(forces::id)
            .load(conn)
            .await?;
        all.extend(&last);
    }
    Ok(all)
}

/// The domains that the e-mail addresses of a force's people belong to: its
/// own, and those of the forces that have become part of it.
pub async fn domains(conn: &mut AsyncPgConnection, force: ForceId) -> Result<Vec<String>> {
    let parts = with_parts(conn, force).await?;
    Ok(force_domains::table
        .filter(force_domains::force_id.eq_any(parts))
        .order(force_domains::domain)
        .select(force_domains::domain)
        .load(conn)
        .await?)
}

/// The domains listed for a force itself.
pub async fn own_domains(conn: &mut AsyncPgConnection, force: ForceId) -> Result<Vec<String>> {
    Ok(force_domains::table
        .filter(force_domains::force_id.eq(force))
        .order(force_domains::domain)
        .select(force_domains::domain)
        .load(conn)
        .await?)
}

/// Every force there ever was, by name, with how many people can sign in.
pub async fn everything(conn: &mut AsyncPgConnection) -> Result<Vec<(Kept, i64)>> {
    let rows: Vec<Kept> =
        forces::table.order(name_today()).select(Kept::as_select()).load(conn).await?;
    let counts: Vec<(Option<ForceId>, i64)> = users::table
        .filter(users::force_id.is_not_null().and(users::is_active))
        .group_by(users::force_id)
        .select((users::force_id, diesel::dsl::count_star()))
        .load(conn)
        .await?;
    let people = |id| counts.iter().find(|it| it.0 == Some(id)).map_or(0, |it| it.1);
    Ok(rows.into_iter().map(|it| (it.clone(), people(it.id))).collect())
}

/// A force as it is kept, by its name in addresses.
pub async fn kept(conn: &mut AsyncPgConnection, slug: &str) -> Result<Kept> {
    Ok(forces::table.filter(forces::slug.eq(slug)).select(Kept::as_select()).first(conn).await?)
}

/// A force as it is kept.
pub async fn kept_by_id(conn: &mut AsyncPgConnection, id: ForceId) -> Result<Kept> {
    Ok(forces::table.find(id).select(Kept::as_select()).first(conn).await?)
}

/// A force as it is kept, with what it becomes part of, if anything.
pub async fn with_successor(
    conn: &mut AsyncPgConnection,
    id: ForceId,
) -> Result<(Kept, Option<Kept>)> {
    let force = kept_by_id(conn, id).await?;
    let successor = match force.succeeded_by {
        Some(id) => Some(kept_by_id(conn, id).await?),
        None => None,
    };
    Ok((force, successor))
}

/// The forces that another could become part of on some day: those that have
/// not ended, and those to come.
pub async fn not_ended(conn: &mut AsyncPgConnection) -> Result<Vec<Kept>> {
    Ok(forces::table
        .filter(forces::valid_to.is_null().or(forces::valid_to.gt(muster_today().nullable())))
        .order(name_today())
        .select(Kept::as_select())
        .load(conn)
        .await?)
}

/// What decides whether a force may become part of another.
pub async fn merger(
    conn: &mut AsyncPgConnection,
    (force, successor): (&str, &str),
) -> Result<Merger> {
    let (force, successor) = (kept(conn, force).await?, kept(conn, successor).await?);
    let mut beyond: Vec<Kept> = Vec::new();
    let mut next = successor.succeeded_by;
    while let Some(id) = next {
        if beyond.iter().any(|it| it.id == id) {
            break;
        }
        let one = kept_by_id(conn, id).await?;
        next = one.succeeded_by;
        beyond.push(one);
    }
    let joining = forces::table
        .filter(forces::succeeded_by.eq(force.id))
        .order(forces::valid_to)
        .select(Kept::as_select())
        .load(conn)
        .await?;
    Ok(Merger { force, successor, beyond, joining })
}

/// Holds two forces until the end of the change, always in the same order, so
/// that two mergers never wait for each other.
pub(super) async fn lock_both(
    conn: &mut AsyncPgConnection,
    (one, other): (&str, &str),
) -> Result<()> {
    let _: Vec<ForceId> = forces::table
        .filter(forces::slug.eq_any([one, other]))
        .order(forces::id)
        .select(forces::id)
        .for_update()
        .load(conn)
        .await?;
    Ok(())
}

/// A force as it is kept, held until the end of the change.
pub(super) async fn lock(conn: &mut AsyncPgConnection, slug: &str) -> Result<Kept> {
    Ok(forces::table
        .filter(forces::slug.eq(slug))
        .select(Kept::as_select())
        .for_update()
        .first(conn)
        .await?)
}

/// How many people of a force can sign in.
pub async fn people(conn: &mut AsyncPgConnection, force: ForceId) -> Result<i64> {
    Ok(users::table
        .filter(users::force_id.eq(force).and(users::is_active))
        .count()
        .get_result(conn)
        .await?)
}

/// The names a force has had, has and will have, the last first. One that
/// never changed its name has only that.
pub async fn names(conn: &mut AsyncPgConnection, force: &Kept) -> Result<Vec<DatedName>> {
    let mut names: Vec<DatedName> = force_names::table
        .filter(force_names::force_id.eq(force.id))
        .order(force_names::valid_from.desc())
        .select((force_names::valid_from, force_names::name))
        .load(conn)
        .await?;
    if names.is_empty() {
        names.push(DatedName { from: force.valid_from, name: force.name.clone() });
    }
    Ok(names)
}

/// Whether another force has a name today, or will have.
pub async fn named(conn: &mut AsyncPgConnection, name: &str, but: Option<ForceId>) -> Result<bool> {
    let small = name.to_lowercase();
    let but = but.unwrap_or(ForceId::from(uuid::Uuid::nil()));
    let first = forces::table.filter(lower(forces::name).eq(&small)).filter(forces::id.ne(but));
    let later = force_names::table
        .filter(lower(force_names::name).eq(&small))
        .filter(force_names::force_id.ne(but));
    Ok(select(exists(first)).get_result::<bool>(conn).await?
        || select(exists(later)).get_result::<bool>(conn).await?)
}

/// The force a domain belongs to, if any.
pub async fn owner_of(conn: &mut AsyncPgConnection, domain: &str) -> Result<Option<Force>> {
    Ok(force_domains::table
        .inner_join(forces::table)
        .filter(force_domains::domain.eq(domain))
        .select(Force::as_select())
        .first(conn)
        .await
        .optional()?)
}

pub(super) async fn insert(
    conn: &mut AsyncPgConnection,
    new: &ForceAsked,
) -> Result<(ForceId, String)> {
    let (id, plain) = (ForceId::mint(), slug(&new.name, "-", 60, "force"));
    for number in 1..100 {
        let free = if number == 1 { plain.clone() } else { format!("{plain}-{number}") };
        let made = diesel::insert_into(forces::table)
            .values((
                forces::id.eq(id),
                forces::slug.eq(&free),
                forces::name.eq(&new.name),
                forces::kind.eq(new.kind),
                forces::region_code.eq(&new.region),
                forces::contracting_authority.eq(&new.authority),
                forces::procurement_regime.eq(new.regime),
                forces::valid_from.eq(new.from),
            ))
            .on_conflict(forces::slug)
            .do_nothing()
            .execute(conn)
            .await?;
        if made == 1 {
            return Ok((id, free));
        }
    }
    Err(anyhow::anyhow!("no free name for a force like {plain}").into())
}

/// Keeps a name from a day on, and the one before with it.
pub(super) async fn rename(
    conn: &mut AsyncPgConnection,
    force: &Kept,
    name: &str,
    from: NaiveDate,
) -> Result<()> {
    use force_names as it;
    let before = names(conn, force).await?;
    for old in before.iter().filter(|it| it.from < from) {
        diesel::insert_into(it::table)
            .values((
                it::force_id.eq(force.id),
                it::valid_from.eq(old.from),
                it::name.eq(&old.name),
            ))
            .on_conflict_do_nothing()
            .execute(conn)
            .await?;
    }
    diesel::insert_into(it::table)
        .values((it::force_id.eq(force.id), it::valid_from.eq(from), it::name.eq(name)))
        .on_conflict((it::force_id, it::valid_from))
        .do_update()
        .set(it::name.eq(name))
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn add_domain(
    conn: &mut AsyncPgConnection,
    force: ForceId,
    domain: &str,
) -> Result<()> {
    let made = diesel::insert_into(force_domains::table)
        .values((force_domains::force_id.eq(force), force_domains::domain.eq(domain)))
        .on_conflict_do_nothing()
        .execute(conn)
        .await?;
    if made == 1 {
        return Ok(());
    }
    let owner = owner_of(conn, domain).await?.ok_or(Error::NotFound)?;
    Err(Refusal::DomainTaken(owner.name).into())
}

pub(super) async fn remove_domain(
    conn: &mut AsyncPgConnection,
    force: ForceId,
    domain: &str,
) -> Result<()> {
    let own = force_domains::table.find(domain).filter(force_domains::force_id.eq(force));
    match diesel::delete(own).execute(conn).await? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

pub(super) async fn merge(
    conn: &mut AsyncPgConnection,
    force: ForceId,
    into: ForceId,
    from: NaiveDate,
) -> Result<()> {
    diesel::update(forces::table.find(force))
        .set((forces::valid_to.eq(from), forces::succeeded_by.eq(into)))
        .execute(conn)
        .await?;
    Ok(())
}
