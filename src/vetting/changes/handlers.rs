//! The desk of changes over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use anyhow::Context;

use super::model::rests_on;
use super::pages::{ChangePage, ChangesPage, Line, sheet};
use super::{acts, queries};
use crate::accounts;
use crate::accounts::model::{Organisation, Role};
use crate::accounts::roles::{Operator, VettingOfficer};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::files::model::Attached;
use crate::files::policy::sees_all;
use crate::providers;
use crate::providers::changes;
use crate::providers::changes::model::{ChangeKind, Listed, Side, sides};
use crate::providers::changes::policy;
use crate::providers::changes::state::ChangeState;
use crate::providers::dossier::policy::may_rest_on;
use crate::providers::model::{CertificateDecision, Provider};
use crate::types::ids::ChangeId;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::vetting::forms::VerdictForm;
use crate::web::form::{Choice, Mistakes, Posted, Query};
use crate::web::narrow::Narrow;
use crate::web::page::{self, Frame};
use crate::web::sheet::Format;

const DESK: &str = "/operator/changes";

/// What is on the desk and asked for, the oldest first.
async fn asked_for(db: &Db, who: &Operator, asked: &Narrow, now: Moment) -> Result<Vec<Line>> {
    let found = db
        .read(async |conn| {
            let changes = queries::queue(conn).await?;
            let certificates = crate::vetting::queries::waiting_certificates(conn).await?;
            Ok((changes, certificates))
        })
        .await?;
    let officer = who.has(Role::VettingOfficer);
    let changes = found.0.into_iter().map(|it| Line {
        href: format!("{DESK}/{}", it.it.change.id),
        state: it.it.change.state,
        made: it.it.change.made_at,
        age: uk_time::in_words(now, it.it.change.made_at),
        provider: it.provider,
        about: it.it.about,
    });
    let certificates = found.1.into_iter().map(|it| {
        let file = format!("/operator/providers/{}", it.slug);
        Line {
            about: format!("{} certificate, until {}", it.scheme, uk_time::day(it.expires_on)),
            href: if officer { format!("{file}/certificates/{}/decision", it.id) } else { file },
            state: ChangeState::Waiting,
            made: it.added_at,
            age: uk_time::in_words(now, it.added_at),
            provider: it.provider,
        }
    });
    let state = ChangeState::parse(&asked.state);
    let mut lines: Vec<Line> = changes.chain(certificates).collect();
    lines.retain(|it| {
        asked.finds(&[&it.provider, &it.about]) && state.is_none_or(|one| one == it.state)
    });
    lines.sort_by_key(|it| it.made);
    Ok(lines)
}

/// GET /operator/changes
pub async fn desk(
    who: Operator,
    frame: Frame,
    db: Data<Db>,
    asked: Query<Narrow>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let lines = asked_for(&db, &who, &asked, now).await?;
    page::show(&ChangesPage { frame, asked: asked.0, lines })
}

/// GET /operator/changes.csv
/// GET /operator/changes.xlsx
pub async fn kept(
    who: Operator,
    db: Data<Db>,
    asked: Query<Narrow>,
    format: Format,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let lines = asked_for(&db, &who, &asked, now).await?;
    let taken = ("changes", lines.len());
    db.act(&who.by, async |tx| accounts::acts::export(tx, who.user, taken).await).await?;
    sheet(&lines).download(format, &format!("Changes to review {}", uk_time::date_of(now)))
}

/// A change with everything to decide on it.
struct Found {
    it: Listed,
    provider: Provider,
    sides: Vec<Side>,
    proposed_by: String,
    /// Why nothing can rest on its files now.
    evidence: Option<String>,
    /// The file it came with.
    file: Option<Attached>,
}

async fn found(db: &Db, id: ChangeId) -> Result<Found> {
    db.read(async |conn| {
        let change = changes::queries::change(conn, id).await?;
        let provider = providers::queries::provider(conn, change.provider_id).await?;
        let words = providers::dossier::queries::words(conn).await?;
        let proposed_by = match change.proposed_by {
            Some(by) => accounts::queries::person(conn, by).await?.name,
            None => String::new(),
        };
        let sides = sides(&change, &words)?;
        let paper = rests_on(&change);
        let files = providers::dossier::queries::files_of(conn, change.provider_id).await?;
        let files: Vec<_> = files.into_iter().filter(|it| Some(&it.0) == paper.as_ref()).collect();
        let evidence = may_rest_on(&files, None).err().map(|it| it.to_string());
        let file = files.first().map(|(_, file)| file.attached());
        let listed = changes::queries::listed(conn, vec![change]).await?;
        let it = listed.into_iter().next().context("a change is listed")?;
        Ok(Found { it, provider, sides, proposed_by, evidence, file })
    })
    .await
}

fn shown<'a>(
    frame: Frame,
    who: &Operator,
    found: &'a Found,
    (form, mistakes): (&'a VerdictForm, &'a Mistakes),
    now: Moment,
) -> ChangePage<'a> {
    let (it, change) = (&found.it, &found.it.change);
    let open = matches!(change.state, ChangeState::Waiting | ChangeState::Proposed);
    let officer = who.has(Role::VettingOfficer) && open;
    let today = uk_time::date_of(now);
    let why_not = change.wanted().ok().and_then(|wanted| {
        policy::may_accept(change, &wanted, found.provider.state, who.user, today).err()
    });
    let why_not = why_not.map(|it| it.to_string()).or_else(|| found.evidence.clone());
    let why_not = why_not.filter(|_| officer).unwrap_or_default();
    let readable = sees_all(Organisation::Operator, &who.roles);
    let mut choices = Vec::new();
    if officer && why_not.is_empty() {
        let hint = match (change.kind, change.state) {
            (ChangeKind::Lot, ChangeState::Waiting) => {
                "A second officer must accept it too before the provider is admitted to the lot"
            }
            _ => "It comes into force at once",
        };
        choices.push(Choice { hint: hint.to_owned(), ..Choice::new("accepted", "Accept it") });
    }
    if officer {
        let hint = "What is in force stays in force".to_owned();
        choices.push(Choice { hint, ..Choice::new("refused", "Refuse it") });
    }
    ChangePage {
        frame,
        provider: &found.provider.name,
        dossier: format!("/operator/providers/{}", found.provider.slug),
        made: uk_time::full(change.made_at),
        sides: &found.sides,
        proposed_by: found.proposed_by.clone(),
        why_not,
        choices,
        may_set_aside: officer && policy::may_set_aside(change).is_ok(),
        file: found.file.clone().map(|it| it.for_reader(readable)),
        it,
        form,
        mistakes,
    }
}

/// GET /operator/changes/{change}
pub async fn change(
    who: Operator,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let id = ChangeId::parse(&path).ok_or(Error::NotFound)?;
    let found = found(&db, id).await?;
    let typed = (&VerdictForm::default(), &Mistakes::default());
    page::show(&shown(frame, &who, &found, typed, db.now().await?))
}

/// POST /operator/changes/{change}/decision
pub async fn decide(
    who: VettingOfficer,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
    posted: Posted,
) -> Result<HttpResponse> {
    let id = ChangeId::parse(&path).ok_or(Error::NotFound)?;
    let form = VerdictForm::typed(&posted);
    let (verdict, reason) = match form.on_certificate() {
        Ok(verdict) => verdict,
        Err(mistakes) => {
            let (found, now) = (found(&db, id).await?, db.now().await?);
            return page::mistaken(&shown(frame, &who, &found, (&form, &mistakes), now));
        }
    };
    if verdict == CertificateDecision::Refused {
        db.act(&who.by, async |tx| acts::refuse(tx, &who, id, &reason).await).await?;
        return Ok(page::go_to_saying(
            DESK,
            "The change is refused and the provider has been told",
        ));
    }
    let stands = db.act(&who.by, async |tx| acts::accept(tx, &who, id, &reason).await).await?;
    let said = match stands {
        ChangeState::Proposed => "Your proposal waits for a different vetting officer",
        _ => "The change is in force and the provider has been told",
    };
    Ok(page::go_to_saying(DESK, said))
}

/// POST /operator/changes/{change}/setting-aside
pub async fn set_aside(
    who: VettingOfficer,
    db: Data<Db>,
    path: Path<String>,
    _: Posted,
) -> Result<HttpResponse> {
    let id = ChangeId::parse(&path).ok_or(Error::NotFound)?;
    db.act(&who.by, async |tx| acts::set_aside(tx, &who, id).await).await?;
    Ok(page::go_to_saying(format!("{DESK}/{id}"), "The proposal is set aside"))
}
