//! Every address in `docs/access.md`, asked for by everyone in the cast.

use std::collections::BTreeMap;

use actix_web::test::{TestRequest, call_service, init_service};
use diesel_async::SimpleAsyncConnection;
use muster::app as service;

use crate::support::app::{CSRF, TestApp, days, monday};
use crate::support::cast::{
    CONTRACTS, EVERYONE, FORCE_ADMIN, HARROW, KESTREL, KESTREL_ADMIN, LANTERN, MARKET, NOBODY,
    OPERATOR_ADMIN, OTHER_APPROVER, OTHER_REQUESTER, open_request,
};
use crate::{contracts, files};

/// One line of `docs/access.md`.
pub struct Way {
    /// How it is asked.
    pub verb: String,
    /// With names in braces for what differs.
    pub address: String,
    /// Whom it asks for.
    pub who: String,
}

/// Every address of the service.
pub fn ways() -> Vec<Way> {
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
/// A reader is someone of a force, or an auditor, so it depends on who asks.
fn needed<'a>(who: &'a str, asking: &str) -> (Option<&'a str>, Option<&'a str>) {
    match who {
        "Reader" if asking == "operator" => (Some("operator"), Some("auditor")),
        "Reader" => (Some("force"), None),
        "Anyone" | "SignedIn" => (None, None),
        "ForceMember" => (Some("force"), None),
        "Requester" => (Some("force"), Some("requester")),
        "Approver" => (Some("force"), Some("approver")),
        "Evaluator" => (Some("force"), Some("evaluator")),
        "ContractManager" => (Some("force"), Some("contract_manager")),
        "ForceAdmin" => (Some("force"), Some("force_admin")),
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

/// An address with things in place of the names in braces.
pub fn filled(address: &str, with: &BTreeMap<&str, String>) -> String {
    address
        .split('/')
        .map(|part| match part.strip_prefix('{').and_then(|it| it.split_once('}')) {
            Some((name, more)) => {
                let thing = with.get(name).cloned().unwrap_or_else(|| "nothing-here".to_owned());
                format!("{thing}{more}")
            }
            None => part.to_owned(),
        })
        .collect::<Vec<_>>()
        .join("/")
}

async fn asking(app: &TestApp, who: &str, way: &Way, path: &str) -> TestRequest {
    let request = if way.verb == "GET" {
        TestRequest::get().uri(path)
    } else {
        TestRequest::post().uri(path).set_form([("csrf", CSRF)])
    };
    app.sent_by(who, request).await
}

/// Whether a person's roles hold one; whichever administrator theirs is called.
fn has(roles: &[String], role: &str) -> bool {
    roles.iter().any(|it| it == role || (role == "admin" && it.ends_with("_admin")))
}

/// Everyone's kind of organisation and roles, by address.
async fn people(app: &TestApp) -> BTreeMap<String, (String, Vec<String>)> {
    let roles = app
        .look_up("select string_agg(u.email || ' ' || case when force_id is not null then 'force' when provider_id is not null then 'provider' else 'operator' end || ' ' || coalesce((select string_agg(role, ',') from user_roles where user_id = u.id), ''), ';') from users u")
        .await;
    let person = |it: &str| {
        let words: Vec<&str> = it.split(' ').collect();
        let roles = words[2].split(',').map(str::to_owned).collect();
        (words[0].to_owned(), (words[1].to_owned(), roles))
    };
    roles.split(';').map(person).collect()
}

#[actix_web::test]
async fn every_address_answers_each_person_by_their_role() {
    let app = TestApp::committing(monday()).await;
    let people = &people(&app).await;
    // Built once: thousands of requests are made.
    let service = init_service(service::app(app.parts())).await;
    let mut faults = Vec::new();
    let mut asked_in_all = 0;
    for way in ways() {
        let path = filled(&way.address, &BTreeMap::new());
        for who in EVERYONE {
            if way.address.starts_with("/sign-out") && who.is_empty() {
                continue; // a stranger who signs out is signed out
            }
            let request = asking(&app, who, &way, &path).await.to_request();
            let status = call_service(&service, request).await.status().as_u16();
            asked_in_all += 1;
            let person = people.get(*who);
            let (kind, role) = needed(&way.who, person.map_or("", |it| it.0.as_str()));
            let right = match person {
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

/// What an address leads to, for the tests that ask for others' things.
enum Leads {
    /// A thing of somebody's: what fills the address, and who may not know of it.
    To(BTreeMap<&'static str, String>, &'static [&'static str]),
    /// Nothing of one organisation's alone.
    Nowhere,
}

/// Addresses that lead to nothing of one organisation's alone: what is public
/// or the operator's, secret links, and one's own things by a common name.
const COMMON: &[&str] = &[
    "/verify/",
    "/invitations/",
    "/password/",
    "/opportunities/",
    "/outcomes/",
    "/providers/",
    "/operator/",
    // The trail is the operator's, and what proves it is everyone's.
    "/audit/",
    "/transparency/",
    "/unsubscribe/",
    "/dev/mail/",
    "/provider/dossier/lots/",
    "/provider/dossier/asked/",
    "/provider/dossier/changes/",
    // A session that has ended and one of somebody else's are alike: both are refused as ended.
    "/account/sessions/",
];

const OF_THE_FORCE: &[&str] = &[NOBODY, OTHER_REQUESTER, OTHER_APPROVER, KESTREL, HARROW, MARKET];
const OF_THE_COMPANY: &[&str] = &[NOBODY, HARROW, LANTERN, OTHER_REQUESTER, MARKET];
const OF_BOTH: &[&str] = &[NOBODY, HARROW, LANTERN, OTHER_REQUESTER, OTHER_APPROVER];
const OF_THE_PERSON: &[&str] = &[NOBODY, HARROW, FORCE_ADMIN, OPERATOR_ADMIN, OTHER_REQUESTER];

/// Asks for the things as strangers. Whoever has the role is told that there
/// is no such thing, and a colleague of nobody's learns no more.
async fn strangers_find_nothing(app: &TestApp, leads: impl Fn(&str) -> Leads, at_least: usize) {
    let service = init_service(service::app(app.parts())).await;
    let people = people(app).await;
    let mut faults = Vec::new();
    let mut asked_in_all = 0;
    for way in ways().iter().filter(|way| way.address.contains('{')) {
        let Leads::To(with, strangers) = leads(&way.address) else { continue };
        let path = filled(&way.address, &with);
        for who in strangers {
            let request = asking(app, who, way, &path).await.to_request();
            let status = call_service(&service, request).await.status().as_u16();
            asked_in_all += 1;
            let person = people.get(*who);
            let (kind, role) = needed(&way.who, person.map_or("", |it| it.0.as_str()));
            let expected = match person {
                None => 401,
                Some((its, _)) if kind.is_some_and(|kind| kind != its) => 404,
                Some((_, its)) if role.is_some_and(|role| !has(its, role)) => 403,
                Some(_) => 404,
            };
            if status != expected {
                faults.push(format!(
                    "{} {} answered {who:?} with {status}, not {expected}",
                    way.verb, way.address
                ));
            }
        }
    }
    assert!(asked_in_all >= at_least, "only {asked_in_all} were asked");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[actix_web::test]
async fn requests_and_bids_of_another_organisation_are_not_found() {
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
    let leads = |address: &str| match address {
        it if it.starts_with("/requests/{") => Leads::To(things.clone(), OF_THE_FORCE),
        it if it.starts_with("/bids/{") => Leads::To(bids.clone(), OF_THE_COMPANY),
        _ => Leads::Nowhere,
    };
    strangers_find_nothing(&app, leads, 100).await;
}

#[actix_web::test]
async fn whatever_else_is_another_organisations_is_not_found() {
    let (app, contract) = contracts::offered().await;
    let app = app.when(monday());
    files::add(&app, ("certificate.pdf", files::PDF)).await;
    let invited = [("email", "new@kestrel.example"), ("roles", "bidder")];
    app.post(KESTREL_ADMIN, "/people/invitations", &invited).await;
    app.arrange(async |conn| {
        conn.batch_execute(
            "insert into provider_insurances (id, provider_id, kind, cover_pence, expires_on) \
             select gen_random_uuid(), id, 'cyber', 100, date '2027-01-01' from providers where slug = 'kestrel'; \
             insert into saved_searches (id, user_id, name, search, pace, saved_at, looked_at) \
             select gen_random_uuid(), id, 'Own', '', 'off', now(), now() from users where email = 'admin@kestrel.example'; \
             insert into passkeys (id, user_id, credential_id, name, credential, made_at) \
             select gen_random_uuid(), id, '\\x00', 'Key', '{}', now() from users where email = 'admin@kestrel.example'",
        )
        .await
        .unwrap();
    })
    .await;
    let one = async |sql: &str| app.look_up(sql).await;
    let own = "(select id from providers where slug = 'kestrel')";
    let contract = contract.rsplit('/').next().unwrap().to_owned();
    let file = one("select id from files").await;
    let person = one("select id from users where email = 'bids@kestrel.example'").await;
    let invitation = one("select id from invitations").await;
    let passkey = one("select id from passkeys").await;
    let search = one("select id from saved_searches").await;
    let certificate =
        one(&format!("select id from provider_certificates where provider_id = {own} limit 1"))
            .await;
    let insurance =
        one(&format!("select id from provider_insurances where provider_id = {own}")).await;
    let specialist =
        one(&format!("select id from specialists where provider_id = {own} limit 1")).await;
    let paper = format!("certificate-{certificate}");
    let things: [(&str, &str, String, &[&str]); 10] = [
        ("/contracts/{", "ref", contract, OF_BOTH),
        ("/files/{", "id", file, OF_THE_COMPANY),
        ("/people/invitations/{", "id", invitation, OF_THE_PERSON),
        ("/people/{", "id", person, OF_THE_PERSON),
        ("/account/second-factor/passkeys/{", "id", passkey, OF_THE_PERSON),
        ("/account/searches/{", "id", search, OF_THE_PERSON),
        ("/provider/dossier/certificates/{", "id", certificate, OF_THE_COMPANY),
        ("/provider/dossier/insurance/{", "id", insurance, OF_THE_COMPANY),
        ("/provider/specialists/{", "id", specialist, OF_THE_COMPANY),
        ("/provider/dossier/files/{", "paper", paper, OF_THE_COMPANY),
    ];
    for (prefix, _, thing, _) in &things {
        assert!(!thing.is_empty() && thing != "certificate-", "nothing stands at {prefix}");
    }
    let leads = |address: &str| {
        if let Some((_, name, thing, strangers)) =
            things.iter().find(|(prefix, ..)| address.starts_with(prefix))
        {
            return Leads::To(BTreeMap::from([(*name, thing.clone())]), strangers);
        }
        let elsewhere = ["/requests/{", "/bids/{"];
        let known = COMMON.iter().chain(&elsewhere).any(|it| address.starts_with(it));
        assert!(known, "{address} is new: say here whose thing it leads to");
        Leads::Nowhere
    };
    strangers_find_nothing(&app, leads, 80).await;

    // Its own people do find it.
    for (who, path) in [
        (KESTREL_ADMIN, "/provider/dossier/certificates/{}"),
        (KESTREL_ADMIN, "/provider/dossier/insurance/{}"),
        (KESTREL_ADMIN, "/provider/specialists/{}"),
        (KESTREL_ADMIN, "/people/{}"),
        (KESTREL_ADMIN, "/account/searches/{}"),
        (KESTREL, "/contracts/{}"),
        (CONTRACTS, "/contracts/{}"),
        (KESTREL, "/files/{}"),
    ] {
        let prefix = path.trim_end_matches('}');
        let thing = &things.iter().find(|it| it.0 == prefix).unwrap().2;
        let page = app.get(who, &path.replace("{}", thing)).await;
        let status = page.status.as_u16();
        assert!(!matches!(status, 401 | 403 | 404) && status < 500, "{who} {path}: {status}");
    }
}
