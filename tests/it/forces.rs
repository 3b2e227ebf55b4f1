//! Forces are added, renamed and merged, and their people's addresses are at
//! their domains.

use actix_web::http::StatusCode;
use muster::forces::queries;
use muster::types::ids::ForceId;

use crate::framework::{later, mistaken, on_monday};
use crate::providers::done;
use crate::support::app::{TestApp, days, monday};
use crate::support::cast::{
    AUDITOR, KESTREL, MARKET, NOBODY, OTHER_REQUESTER, REQUESTER, open_request,
};

const NORTHSHIRE: &str = "/operator/forces/northshire";
const EASTMOOR: &str = "/operator/forces/eastmoor";

async fn domains_of(app: &TestApp, slug: &str) -> Vec<String> {
    let id = app.look_up(&format!("select id from forces where slug = '{slug}'")).await;
    let id = ForceId::parse(&id).unwrap();
    app.db().read(async |conn| queries::domains(conn, id).await).await.unwrap()
}

#[actix_web::test]
async fn any_operator_reads_the_forces_and_only_the_marketplace_manager_changes_them() {
    let app = on_monday().await;
    let list = app.get(AUDITOR, "/operator/forces").await;
    for said in
        ["Northshire Police", "Metropolitan Police", ">Fictional, for the demonstration</td>"]
    {
        assert!(list.html.contains(said), "{said}: {}", list.html);
    }
    let page = app.get(AUDITOR, NORTHSHIRE).await;
    assert!(
        page.html.contains("northshire.example") && !page.html.contains("Add domain"),
        "{}",
        page.html
    );
    let path = format!("{NORTHSHIRE}/domains");
    let form = [("domain", "more.example")];
    for (who, status) in [(AUDITOR, 403), (REQUESTER, 404), (KESTREL, 404), (NOBODY, 401)] {
        assert_eq!(app.post(who, &path, &form).await.status, status, "{who:?}");
    }
    assert_eq!(app.get(MARKET, "/operator/forces/nowhere").await.status, StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn a_force_has_one_domain_or_more_and_no_domain_two_forces() {
    let app = on_monday().await;
    let add = format!("{NORTHSHIRE}/domains");
    mistaken(&app, &add, &[("domain", "not a domain")], &["after the @", "not a domain"]).await;
    mistaken(&app, &add, &[("domain", "gmail.com")], &["a domain of the force’s own"]).await;
    mistaken(
        &app,
        &add,
        &[("domain", "Eastmoor.Example")],
        &["already belongs to Eastmoor Constabulary"],
    )
    .await;
    done(&app, MARKET, &add, &[("domain", "@Northshire.PNN.Example")]).await;
    assert_eq!(
        domains_of(&app, "northshire").await,
        ["northshire.example", "northshire.pnn.example"]
    );
    let page = app.get(AUDITOR, NORTHSHIRE).await;
    assert!(
        page.html.contains("Force domain added: Northshire Police. Domain: northshire.pnn.example"),
        "{}",
        page.html
    );
    let remove = format!("{NORTHSHIRE}/domain-removal");
    let others = app.post(MARKET, &remove, &[("domain", "eastmoor.example")]).await;
    assert_eq!(others.status, StatusCode::NOT_FOUND);
    done(&app, MARKET, &remove, &[("domain", "northshire.example")]).await;
    let last = app.post(MARKET, &remove, &[("domain", "northshire.pnn.example")]).await;
    assert_eq!(last.status, StatusCode::CONFLICT);
    assert!(last.html.contains("only domain"), "{}", last.html);
    assert_eq!(app.trail().await.last().unwrap(), "force_domain.removed");
}

#[actix_web::test]
async fn a_force_is_added_with_everything_it_needs() {
    let app = on_monday().await;
    let empty = [
        "Enter the name of the force",
        "Choose what kind",
        "Choose a region",
        "Enter who signs",
        "Choose whose law",
        "after the @",
        "include a day",
    ];
    mistaken(&app, "/operator/forces", &[("authority", " ")], &empty).await;
    let form = |name: &'static str, domain: &'static str| {
        [
            ("name", name),
            ("kind", "territorial"),
            ("region", "eastern"),
            ("authority", "The Mayor of Fenland"),
            ("regime", "england_wales"),
            ("domain", domain),
            ("from_day", "1"),
            ("from_month", "4"),
            ("from_year", "2026"),
        ]
    };
    mistaken(
        &app,
        "/operator/forces",
        &form("northshire police", "fenland.example"),
        &["Another force has this name", "The Mayor of Fenland"],
    )
    .await;
    mistaken(
        &app,
        "/operator/forces",
        &form("Fenland Police", "eastmoor.example"),
        &["already belongs to Eastmoor"],
    )
    .await;
    let made =
        done(&app, MARKET, "/operator/forces", &form("Fenland Police", "fenland.example")).await;
    assert_eq!(made.location.as_deref(), Some("/operator/forces/fenland-police"));
    let said = "select count(*) from audit_entries where detail::text like '%Mayor%'";
    assert_eq!(app.look_up(said).await, "0", "who signs may be named after a person");
    let page = app.get(AUDITOR, "/operator/forces/fenland-police").await;
    assert!(page.html.contains("Force added: Fenland Police, from 1 April 2026"), "{}", page.html);
    let public = app.get(NOBODY, "/opportunities").await;
    assert!(!public.html.contains("Fenland Police"), "it is not there yet");
    let public = later(&app, 90).await.get(NOBODY, "/opportunities").await;
    assert!(public.html.contains("Fenland Police"), "{}", public.html);
}

#[actix_web::test]
async fn a_new_name_holds_from_its_day_everywhere_and_the_old_one_is_kept() {
    let app = on_monday().await;
    app.arrange(async |conn| open_request(conn, monday() + days(60)).await).await;
    let path = format!("{NORTHSHIRE}/name");
    let name = |name: &'static str, day: &'static str, month: &'static str| {
        [("name", name), ("named_day", day), ("named_month", month), ("named_year", "2026")]
    };
    mistaken(&app, &path, &name("", "31", "4"), &["Enter the new name", "a real date"]).await;
    mistaken(
        &app,
        &path,
        &name("Eastmoor Constabulary", "1", "2"),
        &["Another force has this name"],
    )
    .await;
    mistaken(&app, &path, &name("North Police", "1", "1"), &["Choose today or a later day"]).await;
    done(&app, MARKET, &path, &name("North Police", "1", "2")).await;
    mistaken(&app, &path, &name("Norse Police", "31", "1"), &["planned from 1 February 2026"])
        .await;

    let before = later(&app, 26).await;
    for (who, path) in [(NOBODY, "/opportunities"), (AUDITOR, NORTHSHIRE), (REQUESTER, "/force")] {
        let page = before.get(who, path).await;
        assert!(page.html.contains("Northshire Police"), "{path}: {}", page.html);
    }
    let after = later(&app, 27).await;
    for (who, path) in [(NOBODY, "/opportunities"), (AUDITOR, NORTHSHIRE), (REQUESTER, "/force")] {
        let page = after.get(who, path).await;
        assert!(page.html.contains("North Police"), "{path}: {}", page.html);
    }
    let page = after.get(AUDITOR, NORTHSHIRE).await;
    for told in [
        "Northshire Police, from 1 January 2020",
        "North Police, from 1 February 2026",
        "Name: Northshire Police → North Police",
    ] {
        assert!(page.html.contains(told), "{told}: {}", page.html);
    }
}

#[actix_web::test]
async fn a_force_that_becomes_part_of_another_makes_no_new_requests_from_that_day() {
    let app = on_monday().await;
    let path = format!("{EASTMOOR}/merger");
    let into = |into: &'static str, day: &'static str| {
        [("successor", into), ("merged_day", day), ("merged_month", "2"), ("merged_year", "2026")]
    };
    mistaken(&app, &path, &into("", "30"), &["Choose the force", "a real date"]).await;
    mistaken(&app, &path, &into("eastmoor", "1"), &["cannot become part of itself"]).await;
    let past = [
        ("successor", "northshire"),
        ("merged_day", "1"),
        ("merged_month", "1"),
        ("merged_year", "2026"),
    ];
    mistaken(&app, &path, &past, &["Choose today or a later day"]).await;
    done(&app, MARKET, &path, &into("northshire", "1")).await;
    let page = app.get(AUDITOR, EASTMOOR).await;
    for told in [
        "Ends on 1 February 2026, when it becomes part of Northshire Police",
        "Becomes part of: Northshire Police",
    ] {
        assert!(page.html.contains(told), "{told}: {}", page.html);
    }
    let back = [
        ("successor", "eastmoor"),
        ("merged_day", "1"),
        ("merged_month", "3"),
        ("merged_year", "2026"),
    ];
    let circle = ["Eastmoor Constabulary is to become part of Northshire Police"];
    mistaken(&app, &format!("{NORTHSHIRE}/merger"), &back, &circle).await;

    let begin = [
        ("title", "Phone examiners"),
        ("lot", "digital_forensics"),
        ("once", "019b0000-0000-7000-8000-00000000000b"),
    ];
    let before = later(&app, 26).await;
    assert_eq!(domains_of(&before, "northshire").await, ["northshire.example"]);
    done(&before, OTHER_REQUESTER, "/requests/new", &begin).await;
    let after = later(&app, 27).await;
    assert_eq!(domains_of(&after, "northshire").await, ["eastmoor.example", "northshire.example"]);
    let again = [
        ("title", "Phone examiners"),
        ("lot", "digital_forensics"),
        ("once", "019b0000-0000-7000-8000-00000000000c"),
    ];
    let refused = after.post(OTHER_REQUESTER, "/requests/new", &again).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.html.contains("part of Northshire Police now"), "{}", refused.html);
    let over =
        after.post(MARKET, &format!("{EASTMOOR}/domains"), &[("domain", "new.example")]).await;
    assert_eq!(over.status, StatusCode::CONFLICT);
    let public = after.get(NOBODY, "/opportunities").await;
    assert!(!public.html.contains("Eastmoor Constabulary"), "it is on no list any more");
}

#[actix_web::test]
async fn a_force_may_become_part_of_one_to_come_with_everything_that_joined_it() {
    let app = on_monday().await;
    let fenland = [
        ("name", "Fenland Police"),
        ("kind", "territorial"),
        ("region", "eastern"),
        ("authority", "The Mayor of Fenland"),
        ("regime", "england_wales"),
        ("domain", "fenland.example"),
        ("from_day", "1"),
        ("from_month", "4"),
        ("from_year", "2026"),
    ];
    done(&app, MARKET, "/operator/forces", &fenland).await;
    let into = |into: &'static str, month: &'static str| {
        [("successor", into), ("merged_day", "1"), ("merged_month", month), ("merged_year", "2026")]
    };
    let (eastmoor, northshire) = (format!("{EASTMOOR}/merger"), format!("{NORTHSHIRE}/merger"));
    done(&app, MARKET, &eastmoor, &into("northshire", "5")).await;
    mistaken(&app, &northshire, &into("fenland-police", "3"), &["is not there on that day"]).await;
    let joined = ["Eastmoor Constabulary becomes part of this force on 1 May 2026"];
    mistaken(&app, &northshire, &into("fenland-police", "4"), &joined).await;
    done(&app, MARKET, &eastmoor, &into("northshire", "3")).await;
    done(&app, MARKET, &northshire, &into("fenland-police", "4")).await;
    let circle = ["Eastmoor Constabulary is to become part of Fenland Police"];
    mistaken(&app, "/operator/forces/fenland-police/merger", &into("eastmoor", "6"), &circle).await;

    let before = later(&app, 85).await;
    assert_eq!(domains_of(&before, "fenland-police").await, ["fenland.example"]);
    let after = later(&app, 86).await;
    assert_eq!(
        domains_of(&after, "fenland-police").await,
        ["eastmoor.example", "fenland.example", "northshire.example"]
    );
}
