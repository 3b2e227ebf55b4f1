//! The demonstration story, told into an empty database.

use chrono::TimeDelta;
use muster::audit::verify::{Verdict, verify};
use muster::seed;

use crate::support::app::{TestApp, days, monday};

#[actix_web::test]
async fn the_story_is_told_once_and_through_the_acts() {
    let app = TestApp::empty(monday() + days(323) + TimeDelta::minutes(47)).await;
    seed::demonstration(&app.db()).await.unwrap();

    let Verdict::Whole(entries) = app.db().read(verify).await.unwrap() else {
        panic!("the trail is broken")
    };
    let out_of_order = "select count(*) from audit_entries a join audit_entries b \
                        on b.seq = a.seq + 1 where b.at < a.at";
    assert_eq!(app.look_up(out_of_order).await, "0");

    let standing = |state: &str| format!("select count(*) from providers where state = '{state}'");
    for (state, count) in [("admitted", "5"), ("suspended", "1"), ("applied", "1")] {
        assert_eq!(app.look_up(&standing(state)).await, count, "{state}");
    }

    seed::demonstration(&app.db()).await.unwrap();
    let again = app.look_up("select count(*) from audit_entries").await;
    assert_eq!(again, entries.to_string(), "telling it twice changes nothing");
}

#[actix_web::test]
async fn half_a_story_is_refused_with_what_to_do() {
    let app = TestApp::empty(monday()).await;
    let by = muster::audit::Actor::system(seed::stage::CALL);
    let cut_short = muster::accounts::model::NewPerson {
        email: "admin@operator.example".to_owned(),
        name: "Olu Adeyemi".to_owned(),
        password_hash: "none".to_owned(),
        organisation: muster::accounts::model::Organisation::Operator,
        roles: vec![],
    };
    app.db()
        .act(&by, async |tx| muster::accounts::acts::create(tx, &cut_short).await)
        .await
        .unwrap();
    let said = seed::demonstration(&app.db()).await.unwrap_err().to_string();
    assert!(said.contains("remove the folder var/"), "{said}");
}
