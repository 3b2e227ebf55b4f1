//! A force's own requests over HTTP: its home, its board, and one request.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::Deserialize;

use super::amending::model::Amendment;
use super::documents::model::Offered;
use super::model::{Phase, Request, Section};
use super::pages::{
    self, BoardPage, Event, Group, HistoryPage, HomePage, OwnLine, Part, ShowPage, sentence,
};
use super::state::RequestState;
use super::{amending, approval, bands, documents, drafting, policy, queries, reading};
use crate::accounts::model::Role;
use crate::accounts::roles::{ForceMember, Reader};
use crate::audit::entry;
use crate::awards;
use crate::awards::waiting::model::{Waiting as Awaited, Wanted};
use crate::awards::waiting::policy::waits_for;
use crate::clarifications;
use crate::clarifications::model::Waiting;
use crate::contracts::progress::model::Progress;
use crate::contracts::{gates, progress};
use crate::db::Db;
use crate::error::Result;
use crate::evaluation;
use crate::evaluation::panel;
use crate::evaluation::panel::model::Panel;
use crate::types::ids::RequestId;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::Query;
use crate::web::page::{self, Frame};

/// GET /force
pub async fn home(who: ForceMember, frame: Frame, db: Data<Db>) -> Result<HttpResponse> {
    let now = db.now().await?;
    let (all, waiting, panels, progress, scheduled, amendments, decided, unwaived) = db
        .read(async |conn| {
            let all = queries::of_force(conn, &who).await?;
            let waiting = clarifications::queries::waiting_at(conn, who.force, now).await?;
            let progress = progress::queries::of(conn, all.iter().map(|it| it.id)).await?;
            let mut panels = BTreeMap::new();
            for it in all.iter().filter(|it| it.phase(now) == Phase::Evaluating) {
                if progress.get(&it.id).is_some_and(|it| it.ranked_at.is_none()) {
                    panels.insert(it.id, panel::queries::panel(conn, it).await?);
                }
            }
            let scheduled = approval::queries::scheduled_of(conn, who.force).await?;
            let amendments = amending::queries::waiting(conn, who.force).await?;
            let decided =
                awards::waiting::queries::of(conn, all.iter().map(|it| it.id), now).await?;
            let waives = all.iter().filter(|_| who.has(Role::Approver)).map(|it| it.id);
            let unwaived = gates::queries::unwaived(conn, waives.collect(), now).await?;
            Ok((all, waiting, panels, progress, scheduled, amendments, decided, unwaived))
        })
        .await?;
    let mut groups = groups(&who, &all, &scheduled, now);
    let others = |it: &&Amendment| amending::policy::may_approve(it, &[], who.user).is_ok();
    let approvable: Vec<&Amendment> =
        amendments.iter().filter(|_| who.has(Role::Approver)).filter(others).collect();
    let amended = all.iter().filter(|it| {
        it.phase(now) == Phase::Open && approvable.iter().any(|one| one.request_id == it.id)
    });
    groups.push(Group {
        title: "Amendments to approve",
        lines: amended.map(|it| OwnLine::new(it, now).leading_to("amendment")).collect(),
    });
    groups.extend(wanted(&who, &all, &decided, now));
    groups.extend(decisions(&who, &all, &progress, now));
    groups.push(shortfalls(&all, &progress, &unwaived, now));
    let answers = who.has(Role::Requester);
    let asked = all.iter().filter(|_| answers).filter_map(|it| {
        let open = waiting.iter().find(|one| one.request_id == it.id)?;
        let late = clarifications::policy::is_late(it, now);
        let late = if late { ". The deadline for questions has passed" } else { "" };
        let line = OwnLine::new(it, now).leading_to("clarifications");
        Some(OwnLine { when: format!("{}{late}", open.words(now)), ..line })
    });
    groups.push(Group { title: "Questions to answer", lines: asked.collect() });
    groups.extend(scoring(&who, &all, &panels, now));
    groups.retain(|it| !it.lines.is_empty());
    let count = |part: Part| (part, all.iter().filter(|it| part.holds(it, now)).count());
    page::show(&HomePage {
        frame,
        name: &who.name,
        groups: &groups,
        counts: Part::ALL.map(count),
        may_begin: who.has(Role::Requester),
    })
}

/// What needs this person, by their roles and by where each request stands.
fn groups(who: &ForceMember, all: &[Request], scheduled: &[RequestId], now: Moment) -> Vec<Group> {
    let lines = |wanted: &dyn Fn(&Request) -> bool, side: &str| {
        let mine = all.iter().filter(|it| wanted(it));
        let line = |it| {
            let line = OwnLine::new(it, now);
            if side.is_empty() { line } else { line.leading_to(side) }
        };
        mine.map(line).collect::<Vec<_>>()
    };
    let approvable = |it: &Request| {
        let may = policy::may_approve(it, &[], who.user).is_ok();
        who.has(Role::Approver) && may && !scheduled.contains(&it.id)
    };
    let waits = |it: &Request| who.has(Role::Approver) && scheduled.contains(&it.id);
    let sent_back = |it: &Request| {
        it.phase(now) == Phase::Draft
            && it.created_by == who.user
            && !it.returned_comment.is_empty()
    };
    let drafts = |it: &Request| {
        it.phase(now) == Phase::Draft && it.created_by == who.user && it.returned_comment.is_empty()
    };
    let opens =
        [Role::Requester, Role::Approver, Role::ContractManager].iter().any(|it| who.has(*it));
    vec![
        Group { title: "Waiting for your approval", lines: lines(&approvable, "approval") },
        Group { title: "Approved, waiting for their time", lines: lines(&waits, "approval") },
        Group { title: "Sent back to you", lines: lines(&sent_back, "") },
        Group {
            title: "Bids to open",
            lines: lines(&|it| opens && it.phase(now) == Phase::Closed, "opening"),
        },
        Group { title: "Your drafts", lines: lines(&drafts, "") },
    ]
}

/// What panels that are at work need of this person.
fn scoring(
    who: &ForceMember,
    all: &[Request],
    panels: &BTreeMap<RequestId, Panel>,
    now: Moment,
) -> [Group; 3] {
    let group = |title, side: &str, wanted: &dyn Fn(&Request, &Panel) -> bool| {
        let mine = all.iter().filter(|it| panels.get(&it.id).is_some_and(|at| wanted(it, at)));
        Group { title, lines: mine.map(|it| OwnLine::new(it, now).leading_to(side)).collect() }
    };
    let owes = |at: &Panel| {
        at.member(who.user).is_some_and(|it| !it.is_done() || !at.has_declared(who.user))
    };
    let moderates = |request: &Request, at: &Panel| {
        let judged = evaluation::policy::may_moderate(who, request, None, at, now);
        matches!(judged, Ok(()) | Err(evaluation::policy::Refusal::Undeclared))
    };
    let decides = who.has(Role::Requester) || who.has(Role::Approver);
    [
        group("Bids you are asked to score", "evaluation", &|_, at| owes(at)),
        group("Scores to agree", "evaluation", &moderates),
        group("Bids that nobody is left to score", "panel", &|_, at| {
            decides && at.unattended() > 0
        }),
    ]
}

/// What waits for this person while bids are decided on.
fn wanted(who: &ForceMember, all: &[Request], waiting: &[Awaited], now: Moment) -> Vec<Group> {
    let group = |what: &Wanted| {
        let mine = waiting.iter().filter(|it| it.wanted == *what && waits_for(it, who));
        let line = |it: &Awaited| {
            let request = all.iter().find(|one| one.id == it.request_id)?;
            let line = OwnLine::new(request, now).leading_to(what.side());
            Some(OwnLine { when: it.when(now), ..line })
        };
        Group { title: what.label(), lines: mine.filter_map(line).collect() }
    };
    Wanted::ALL.iter().map(group).collect()
}

/// Contracts whose signature waits for something to be in place, or for an
/// approver to say that it may come later.
fn shortfalls(
    all: &[Request],
    progress: &BTreeMap<RequestId, Progress>,
    unwaived: &BTreeMap<RequestId, usize>,
    now: Moment,
) -> Group {
    let line = |request: &Request| {
        let missing = unwaived.get(&request.id)?;
        let contract = progress.get(&request.id)?.contract.as_ref()?;
        let things = if *missing == 1 { "1 thing is" } else { &format!("{missing} things are") };
        Some(OwnLine {
            href: format!("/contracts/{contract}/waivers"),
            when: format!("{things} not in place"),
            ..OwnLine::new(request, now)
        })
    };
    let lines = all.iter().filter_map(line).collect();
    Group { title: "Clearances and insurance that block a signature", lines }
}

/// What the decisions on opened bids need of this person, each with since when
/// it waits.
fn decisions(
    who: &ForceMember,
    all: &[Request],
    progress: &BTreeMap<RequestId, Progress>,
    now: Moment,
) -> [Group; 7] {
    type Since<'a> = &'a dyn Fn(&Progress) -> Option<Moment>;
    let group = |role: Role, (title, words): (_, &str), side: &str, since: Since<'_>| {
        let line = |request: &Request| {
            let it = progress.get(&request.id).filter(|_| who.has(role))?;
            let when = format!("{words} {}", uk_time::date(since(it)?));
            let line = OwnLine { when, over: it.is_over(now), ..OwnLine::new(request, now) };
            Some(match &it.contract {
                Some(contract) => OwnLine { href: format!("/contracts/{contract}"), ..line },
                None => line.leading_to(side),
            })
        };
        Group { title, lines: all.iter().filter_map(line).collect() }
    };
    let manager = Role::ContractManager;
    [
        group(Role::Requester, ("Awards to recommend", "ranked"), "ranking", &|it| {
            it.ranked_at.filter(|_| it.waits_for_recommendation())
        }),
        group(manager, ("Contracts to draw up", "can be drawn up since"), "contract", &|it| {
            it.may_sign_from.filter(|_| it.waits_for_contract(now))
        }),
        group(manager, ("Contracts to sign", "signed by the provider"), "contract", &|it| {
            it.to_sign_since
        }),
        group(manager, ("Contracts the provider returned", "returned"), "contract", &|it| {
            it.returned_at
        }),
        group(Role::Approver, ("Variations to approve", "proposed"), "contract", &|it| {
            it.variation_at.filter(|_| it.waits_for_variation_approval_of(who.user))
        }),
        group(manager, ("Variations an approver sent back", "sent back"), "contract", &|it| {
            it.variation_sent_back_at
        }),
        group(
            Role::Approver,
            ("Contracts somebody proposes to end", "proposed"),
            "contract",
            &|it| it.ending_at.filter(|_| it.ending_by.is_some_and(|by| by != who.user)),
        ),
    ]
}

/// Which part of the board.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    show: Option<String>,
}

/// GET /requests
pub async fn board(
    who: ForceMember,
    frame: Frame,
    db: Data<Db>,
    asked: Query<Asked>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let (mut all, progress) = db
        .read(async |conn| {
            let all = queries::of_force(conn, &who).await?;
            let progress = progress::queries::of(conn, all.iter().map(|it| it.id)).await?;
            Ok((all, progress))
        })
        .await?;
    let part = asked.show.as_deref().and_then(Part::named);
    all.retain(|it| part.is_none_or(|part| part.holds(it, now)));
    let mut columns = pages::columns(&all, &progress, now);
    columns.retain(|it| part.is_none() || !it.lines.is_empty());
    let may_begin = who.has(Role::Requester);
    page::show(&BoardPage { frame, columns: &columns, part, may_begin })
}

/// GET /requests/{reference}
pub async fn show(
    who: Reader,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let request = db.read(async |conn| queries::readable(conn, &who, &path).await).await?;
    reading::acts::note(&db, &who, &request, "request").await?;
    if request.phase(now) == Phase::Draft {
        return draft_shown(&who, frame, &db, request, now).await;
    }
    let (full, shown, cost, names, asked, progress, approvals, documents, amended) = db
        .read(async |conn| {
            let full = queries::full(conn, request).await?;
            let shown = queries::shown(conn, &full, now).await?;
            let cost = queries::value(conn, &full.request, now).await?;
            let names = queries::names(conn, &full.panel).await?;
            let asked = clarifications::queries::of(conn, full.request.id).await?;
            let progress = progress::queries::of(conn, [full.request.id]).await?;
            let approvals = match full.request.state {
                RequestState::AwaitingApproval => {
                    Some(approval::queries::approvals(conn, &full.request).await?)
                }
                _ => None,
            };
            let documents = documents::queries::of(conn, full.request.id).await?;
            let amended = amending::queries::published(conn, full.request.id).await?;
            let under_way = amending::queries::under_way(conn, full.request.id).await?;
            let amended = (amended, under_way);
            Ok((full, shown, cost, names, asked, progress, approvals, documents, amended))
        })
        .await?;
    let panel: Vec<String> = names.iter().map(|it| full.panellist(it.0, &it.1)).collect();
    let approver = who.judge(policy::approves).is_ok();
    page::show(&ShowPage {
        frame,
        request: &full.request,
        shown: &shown,
        editing: false,
        cost: &cost,
        panel: &panel,
        unanswered: Waiting::among(full.request.id, &asked)
            .map(|it| it.words(now))
            .unwrap_or_default(),
        answers_late: clarifications::policy::is_late(&full.request, now),
        amended: amended.0.first(),
        amendment: amended.1.as_ref(),
        may_amend: who.has(Role::Requester)
            && amended.1.is_none()
            && amending::policy::may_amend(&full.request, now).is_ok(),
        may_cancel: approver && policy::may_cancel(&full.request).is_ok(),
        may_end: (approver || who.has(Role::Requester))
            && policy::may_end_without_award(&full.request, now).is_ok(),
        may_approve: approver,
        may_answer: who.has(Role::Requester),
        reads_only: who.is_auditor(),
        approvals: approvals.as_ref(),
        documents: &Offered::of_own(&documents),
        may_copy: who.has(Role::Requester),
        progress: progress.get(&full.request.id),
        now,
    })
}

async fn draft_shown(
    who: &Reader,
    frame: Frame,
    db: &Db,
    request: Request,
    now: Moment,
) -> Result<HttpResponse> {
    let (full, gaps, halves, cost, needed, said, documents) = db
        .read(async |conn| {
            let cost = queries::value(conn, &request, now).await?;
            let needed = bands::queries::needed(conn, &request).await?;
            let said = approval::queries::unanswered(conn, &request).await?;
            let documents = documents::queries::states(conn, request.id).await?.len();
            let halves = drafting::halves::queries::of(conn, request.id).await?;
            let full = queries::full(conn, request).await?;
            let gaps = drafting::queries::gaps(conn, &full, now).await?;
            Ok((full, gaps, halves, cost, needed, said, documents))
        })
        .await?;
    let halves: Vec<Section> = halves.iter().map(|it| it.section).collect();
    let tasks = drafting::pages::tasks(&full, &gaps, &halves, said.as_ref());
    page::show(&drafting::pages::DraftPage {
        frame,
        request: &full.request,
        done: tasks.iter().filter(|it| it.state == "Done").count(),
        tasks: &tasks,
        cost: &cost,
        needed,
        returns: said.as_slice(),
        documents,
        barred: &who.judge(policy::writes).err().unwrap_or_default(),
    })
}

/// GET /requests/{reference}/history
pub async fn history(
    who: Reader,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    let (request, lines, returns) = db
        .read(async |conn| {
            let request = queries::readable(conn, &who, &path).await?;
            let lines = entry::history(conn, &[request.id.uuid()]).await?;
            let returns = approval::queries::returns(conn, request.id).await?;
            Ok((request, lines, returns))
        })
        .await?;
    let event = |it: &entry::Line| Event {
        what: sentence(&it.action, &it.detail).unwrap_or_else(|| it.sentence()),
        who: it.who(),
        when: uk_time::short(it.at),
        iso: uk_time::iso(it.at),
    };
    let mut events: Vec<Event> = lines.iter().rev().map(event).collect();
    // A page that keeps itself while it is typed is told of once.
    events.dedup_by(|older, newer| older.what == newer.what && older.who == newer.who);
    page::show(&HistoryPage { frame, request: &request, events: &events, returns: &returns })
}
