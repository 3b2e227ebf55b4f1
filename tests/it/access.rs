//! Every address in `docs/access.md`, asked for by everyone in the cast.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::test::TestRequest;

use crate::support::app::{CSRF, TestApp, days, monday};
use crate::support::cast::{
    EVERYONE, HARROW, KESTREL, LANTERN, NOBODY, OTHER_APPROVER, OTHER_REQUESTER, open_request,
};

/// One line of `docs/access.md`.
struct Way {
    verb: String,
    address: String,
    who: String,
}

fn ways() -> Vec<Way> {
    let page =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/access.md")).unwrap();
    let rows = page.lines().filter(|line| line.starts_with("| GET") || line.starts_with("| POST"));
    rows.map(|line| {
        let cells: Vec<&str> = line.split('|').map(|cell| cell.trim().trim_matches('`')).collect();
        Way { verb: cells[1].into(), address: cells[2].into(), who: cells[3].into() }
    })
    .collect()
}

/// The kind of organisation a role belongs to, and the role where one is needed.
fn needed(who: &str) -> (Option<&str>, Option<&str>) {
    match who {
        "Anyone" | "SignedIn" => (None, None),
        "ForceMember" => (Some("force"), None),
        "Requester" => (Some("force"), Some("requester")),
        "Approver" => (Some("force"), Some("approver")),
        "Evaluator" => (Some("force"), Some("evaluator")),
        "ContractManager" => (Some("force"), Some("contract_manager")),
        "ProviderMember" => (Some("provider"), None),
        "Bidder" => (Some("provider"), Some("bidder")),
        "ProviderAdmin" => (Some("provider"), Some("provider_admin")),
        "Operator" => (Some("operator"), None),
        "VettingOfficer" => (Some("operator"), Some("vetting_officer")),
        "MarketplaceManager" => (Some("operator"), Some("marketplace_manager")),
        "Auditor" => (Some("operator"), Some("auditor")),
        "OperatorAdmin" => (Some("operator"), Some("operator_admin")),
        "PeopleAdmin" => (None, Some("admin")),
        other => panic!("{other} is not in this table"),
    }
}

fn filled(address: &str, with: &BTreeMap<&str, String>) -> String {
    address
        .split('/')
        .map(|part| match part.strip_prefix('{').and_then(|it| it.strip_suffix('}')) {
            Some(name) => with.get(name).cloned().unwrap_or_else(|| "nothing-here".to_owned()),
            None => part.to_owned(),
        })
        .collect::<Vec<_>>()
        .join("/")
}

async fn asked(app: &TestApp, who: &str, way: &Way, path: &str) -> StatusCode {
    let request = if way.verb == "GET" {
        TestRequest::get().uri(path)
    } else {
        TestRequest::post().uri(path).set_form([("csrf", CSRF)])
    };
    app.send(who, request).await.status
}

/// Whether a person's roles hold one; whichever administrator theirs is called.
fn has(roles: &[&str], role: &str) -> bool {
    roles.iter().any(|it| *it == role || (role == "admin" && it.ends_with("_admin")))
}

#[actix_web::test]
async fn every_address_answers_each_person_by_their_role() {
    let app = TestApp::at(monday()).await;
    let roles = app
        .look_up("select string_agg(u.email || ' ' || case when force_id is not null then 'force' when provider_id is not null then 'provider' else 'operator' end || ' ' || coalesce((select string_agg(role, ',') from user_roles where user_id = u.id), ''), ';') from users u")
        .await;
    let people: BTreeMap<&str, (&str, Vec<&str>)> = roles
        .split(';')
        .map(|it| {
            let words: Vec<&str> = it.split(' ').collect();
            (words[0], (words[1], words[2].split(',').collect()))
        })
        .collect();
    let mut faults = Vec::new();
    let mut asked_in_all = 0;
    for way in ways() {
        let path = filled(&way.address, &BTreeMap::new());
        let (kind, role) = needed(&way.who);
        for who in EVERYONE {
            if way.address == "/sign-out" && who.is_empty() {
                continue; // a stranger who signs out is signed out
            }
            let status = asked(&app, who, &way, &path).await.as_u16();
            asked_in_all += 1;
            let right = match people.get(who) {
                None if way.who == "Anyone" => status != 403 || way.verb == "POST",
                None => status == 401,
                Some((its, _)) if kind.is_some_and(|kind| kind != *its) => status == 404,
                Some((_, its)) if role.is_some_and(|role| !has(its, role)) => status == 403,
                Some(_) => !matches!(status, 401 | 403) && status < 500,
            };
            if !right {
                faults.push(format!(
                    "{} {} for {} answered {who:?} with {status}",
                    way.verb, way.address, way.who
                ));
            }
        }
    }
    assert!(asked_in_all > 500, "only {asked_in_all} were asked");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[actix_web::test]
async fn what_belongs_to_another_organisation_is_not_found() {
    let app = TestApp::at(monday()).await;
    let request = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    let started = app.post(KESTREL, &format!("/opportunities/{request}/bid"), &[]).await;
    let bid = app.look_up("select reference from bids").await;
    assert!(!bid.is_empty(), "{} {}", started.status, started.html);

    let things = BTreeMap::from([
        ("reference", request.clone()),
        ("request", request.clone()),
        ("ref", request),
    ]);
    let bids = BTreeMap::from([("reference", bid.clone()), ("bid", bid.clone()), ("ref", bid)]);
    let mut asked_in_all = 0;
    for way in ways().iter().filter(|way| way.address.contains('{')) {
        let (with, strangers): (_, &[&str]) = if way.address.starts_with("/requests/{") {
            (&things, &[NOBODY, OTHER_REQUESTER, OTHER_APPROVER])
        } else if way.address.starts_with("/bids/{") {
            (&bids, &[NOBODY, HARROW, LANTERN, OTHER_REQUESTER])
        } else {
            continue;
        };
        let path = filled(&way.address, with);
        for who in strangers {
            let status = asked(&app, who, way, &path).await.as_u16();
            asked_in_all += 1;
            assert!(
                matches!(status, 401 | 403 | 404),
                "{} {path} answered {who:?} with {status}",
                way.verb
            );
        }
    }
    assert!(asked_in_all > 40, "only {asked_in_all} were asked");
}
