//! Forces over HTTP, as the operator keeps them.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;

use super::forms::{ChangeForm, ForceForm};
use super::model::{Kept, Kind, Merger, Regime};
use super::pages::{ForcePage, ForcesPage, MergerPage, NewForcePage, sheet};
use super::policy::{self, Refusal};
use super::{acts, queries};
use crate::accounts;
use crate::accounts::model::Role;
use crate::accounts::roles::{MarketplaceManager, Operator};
use crate::audit::change::told;
use crate::audit::entry::history;
use crate::db::Db;
use crate::error::Result;
use crate::framework;
use crate::types::dated::may_begin;
use crate::types::uk_time;
use crate::web::form::{Choice, Mistakes, Posted, Query};
use crate::web::narrow::Narrow;
use crate::web::page::{self, Frame};
use crate::web::sheet::Format;

const LIST: &str = "/operator/forces";

/// The forces that are asked for, with how many people can sign in.
async fn asked_for(db: &Db, asked: &Narrow) -> Result<Vec<(Kept, i64)>> {
    let kind = Kind::parse(&asked.state);
    let mut forces = db.read(async |conn| queries::everything(conn).await).await?;
    forces.retain(|(it, _)| {
        asked.finds(&[&it.name, &it.slug]) && kind.is_none_or(|one| one == it.kind)
    });
    Ok(forces)
}

/// GET /operator/forces
pub async fn list(
    who: Operator,
    frame: Frame,
    db: Data<Db>,
    asked: Query<Narrow>,
) -> Result<HttpResponse> {
    let today = uk_time::date_of(db.now().await?);
    let forces = asked_for(&db, &asked).await?;
    let may = who.has(Role::MarketplaceManager);
    page::show(&ForcesPage { frame, asked: asked.0, forces, today, may })
}

/// GET /operator/forces.csv
/// GET /operator/forces.xlsx
pub async fn kept(
    who: Operator,
    db: Data<Db>,
    asked: Query<Narrow>,
    format: Format,
) -> Result<HttpResponse> {
    let today = uk_time::date_of(db.now().await?);
    let forces = asked_for(&db, &asked).await?;
    let taken = ("forces", forces.len());
    db.act(&who.by, async |tx| accounts::acts::export(tx, who.user, taken).await).await?;
    sheet(&forces).download(format, &format!("Forces {today}"))
}

async fn regions(db: &Db) -> Result<Vec<Choice>> {
    let words = db.read(async |conn| framework::queries::regions(conn).await).await?;
    Ok(words.iter().map(Choice::from).collect())
}

fn new_shown<'a>(
    frame: Frame,
    form: &'a ForceForm,
    mistakes: &'a Mistakes,
    regions: &'a [Choice],
) -> NewForcePage<'a> {
    let kinds = Kind::ALL.iter().filter(|it| **it != Kind::Fictional);
    let kinds = kinds.map(|it| Choice::new(it.word(), it.label())).collect();
    let regimes = Regime::ALL.iter().map(|it| Choice::new(it.word(), it.label())).collect();
    NewForcePage { frame, form, mistakes, kinds, regions, regimes }
}

/// GET /operator/forces/new
pub async fn new_page(_: MarketplaceManager, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let (form, mistakes) = (ForceForm::default(), Mistakes::default());
    page::show(&new_shown(frame, &form, &mistakes, &regions(&db).await?))
}

/// POST /operator/forces
pub async fn add(
    who: MarketplaceManager,
    frame: Frame,
    db: Data<Db>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (form, regions) = (ForceForm::typed(&posted), regions(&db).await?);
    let mistakes = match form.parse(&regions) {
        Ok(new) => {
            let mut mistakes = Mistakes::default();
            let (named, owner) = db
                .read(async |conn| {
                    let named = queries::named(conn, &new.name, None).await?;
                    Ok((named, queries::owner_of(conn, &new.domain).await?))
                })
                .await?;
            if named {
                mistakes.add("name", Refusal::NameTaken.to_string());
            }
            if let Some(owner) = owner {
                mistakes.add("domain", Refusal::DomainTaken(owner.name).to_string());
            }
            if mistakes.is_empty() {
                let slug = db
                    .act(&who.by, async |tx| acts::add(tx, &who, &new, posted.once()).await)
                    .await?;
                let said = format!("{} is added", new.name);
                return Ok(page::go_to_saying(format!("{LIST}/{slug}"), &said));
            }
            mistakes
        }
        Err(mistakes) => mistakes,
    };
    db.answered(&who.by, posted.once()).await?;
    page::mistaken(&new_shown(frame, &form, &mistakes, &regions))
}

async fn shown<'a>(
    who: &Operator,
    frame: Frame,
    db: &Db,
    slug: &str,
    (form, mistakes): (&'a ChangeForm, &'a Mistakes),
) -> Result<ForcePage<'a>> {
    let today = uk_time::date_of(db.now().await?);
    db.read(async |conn| {
        let id = queries::kept(conn, slug).await?.id;
        let (force, successor) = queries::with_successor(conn, id).await?;
        let regions = framework::queries::regions(conn).await?;
        let domains = queries::own_domains(conn, force.id).await?;
        let mut inherited = queries::domains(conn, force.id).await?;
        inherited.retain(|it| !domains.contains(it));
        let others = queries::not_ended(conn).await?.into_iter().filter(|it| it.id != force.id);
        let lines = history(conn, &[force.id.uuid()]).await?;
        Ok(ForcePage {
            frame,
            region: framework::model::name_of(&regions, &force.region_code).to_owned(),
            people: queries::people(conn, force.id).await?,
            names: queries::names(conn, &force).await?,
            successors: others.map(|it| Choice::new(it.slug, it.name)).collect(),
            domains,
            inherited,
            successor,
            force,
            form,
            mistakes,
            may: who.has(Role::MarketplaceManager),
            may_invite: who.has(Role::OperatorAdmin),
            today,
            events: told(&lines, &["force"], ""),
        })
    })
    .await
}

/// GET /operator/forces/{slug}
pub async fn show(
    who: Operator,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let typed = (&ChangeForm::default(), &Mistakes::default());
    page::show(&shown(&who, frame, &db, &path, typed).await?)
}

/// POST /operator/forces/{slug}/name
pub async fn rename(
    who: MarketplaceManager,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (form, slug) = (ChangeForm::typed(&posted), path.as_str());
    let today = uk_time::date_of(db.now().await?);
    let mut mistakes = Mistakes::default();
    match form.name() {
        Ok((name, from)) => {
            let (names, named) = db
                .read(async |conn| {
                    let force = queries::kept(conn, slug).await?;
                    let named = queries::named(conn, &name, Some(force.id)).await?;
                    Ok((queries::names(conn, &force).await?, named))
                })
                .await?;
            let fit = may_begin(names.iter().map(|it| it.from), from, today);
            mistakes.keep("named", fit.map_err(|why| why.to_string()));
            if named {
                mistakes.add("name", Refusal::NameTaken.to_string());
            }
            if mistakes.is_empty() {
                let new = (name.as_str(), from);
                db.act(&who.by, async |tx| acts::rename(tx, &who, slug, new).await).await?;
                let said = format!("It is called {name} from {}", uk_time::day(from));
                return Ok(page::go_to_saying(format!("{LIST}/{slug}"), &said));
            }
        }
        Err(found) => mistakes = found,
    }
    page::mistaken(&shown(&who, frame, &db, slug, (&form, &mistakes)).await?)
}

/// POST /operator/forces/{slug}/domains
pub async fn add_domain(
    who: MarketplaceManager,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (form, slug) = (ChangeForm::typed(&posted), path.as_str());
    let mistakes = match form.domain() {
        Ok(domain) => {
            let owner = db.read(async |conn| queries::owner_of(conn, &domain).await).await?;
            match owner {
                None => {
                    db.act(&who.by, async |tx| acts::add_domain(tx, &who, slug, &domain).await)
                        .await?;
                    let said = format!("{domain} is added");
                    return Ok(page::go_to_saying(format!("{LIST}/{slug}"), &said));
                }
                Some(owner) => {
                    let mut mistakes = Mistakes::default();
                    mistakes.add("domain", Refusal::DomainTaken(owner.name).to_string());
                    mistakes
                }
            }
        }
        Err(mistakes) => mistakes,
    };
    page::mistaken(&shown(&who, frame, &db, slug, (&form, &mistakes)).await?)
}

/// POST /operator/forces/{slug}/domain-removal
pub async fn remove_domain(
    who: MarketplaceManager,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (slug, domain) = (path.as_str(), posted.text("domain"));
    db.act(&who.by, async |tx| acts::remove_domain(tx, &who, slug, &domain).await).await?;
    Ok(page::go_to_saying(format!("{LIST}/{slug}"), &format!("{domain} is removed")))
}

/// What is typed about a merger, understood, if it may be.
async fn asked(
    db: &Db,
    slug: &str,
    form: &ChangeForm,
    today: NaiveDate,
) -> Result<std::result::Result<(Merger, NaiveDate), Mistakes>> {
    let there = db.read(async |conn| queries::not_ended(conn).await).await?;
    let there: Vec<Choice> = there.into_iter().map(|it| Choice::new(it.slug, it.name)).collect();
    let (into, from) = match form.merger(&there) {
        Ok(asked) => asked,
        Err(mistakes) => return Ok(Err(mistakes)),
    };
    let pair = (slug, into.as_str());
    let merger = db.read(async |conn| queries::merger(conn, pair).await).await?;
    let Err(why) = policy::may_merge(&merger, from, today) else { return Ok(Ok((merger, from))) };
    let field = match why {
        Refusal::Itself | Refusal::Circle { .. } | Refusal::SuccessorEnded(_) => "successor",
        _ => "merged",
    };
    let mut mistakes = Mistakes::default();
    mistakes.add(field, why.to_string());
    Ok(Err(mistakes))
}

/// GET /operator/forces/{slug}/merger
pub async fn merger_page(
    who: MarketplaceManager,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    let (slug, today) = (path.as_str(), uk_time::date_of(db.now().await?));
    let form = ChangeForm::typed(&Posted::read(request.query_string().as_bytes())?);
    match asked(&db, slug, &form, today).await? {
        Ok((merger, from)) => {
            let id = merger.force.id;
            let (domains, people) = db
                .read(async |conn| {
                    Ok((queries::domains(conn, id).await?, queries::people(conn, id).await?))
                })
                .await?;
            let (merger, form) = (&merger, &form);
            page::show(&MergerPage { frame, merger, from, today, domains, people, form })
        }
        Err(mistakes) => page::mistaken(&shown(&who, frame, &db, slug, (&form, &mistakes)).await?),
    }
}

/// POST /operator/forces/{slug}/merger
pub async fn merge(
    who: MarketplaceManager,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let (form, slug) = (ChangeForm::typed(&posted), path.as_str());
    let today = uk_time::date_of(db.now().await?);
    match asked(&db, slug, &form, today).await? {
        Ok((merger, from)) => {
            let new = (merger.successor.slug.as_str(), from);
            db.act(&who.by, async |tx| acts::merge(tx, &who, slug, new).await).await?;
            let day = uk_time::day(from);
            let said = format!("It becomes part of {} on {day}", merger.successor.name);
            Ok(page::go_to_saying(format!("{LIST}/{slug}"), &said))
        }
        Err(mistakes) => page::mistaken(&shown(&who, frame, &db, slug, (&form, &mistakes)).await?),
    }
}
