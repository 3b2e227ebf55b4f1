//! The demonstration story, told into an empty database.

use chrono::TimeDelta;
use muster::audit::verify::{Verdict, verify};
use muster::seed;
use muster::trail::kept::queries::faults;
use muster::work;

use crate::support::app::{TestApp, days, files, keys, monday};

#[actix_web::test]
async fn the_story_is_told_once_and_through_the_acts() {
    let app = TestApp::empty(monday() + days(323) + TimeDelta::minutes(47)).await;
    let (one, other, kept) = (app.db(), app.db(), files());
    let both = tokio::join!(
        seed::demonstration(&one, &kept, &keys().0),
        seed::demonstration(&other, &kept, &keys().0)
    );
    both.0.and(both.1).unwrap();

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

    let now = app.db().now().await.unwrap().to_rfc3339();
    let phase = |state: &str, but: &str| {
        format!("select count(*) from requests where state = '{state}' and ({but})")
    };
    let (open, closed) = (format!("closes_at > '{now}'"), format!("closes_at <= '{now}'"));
    for (state, but, count) in [
        ("draft", "true", "1"),
        ("awaiting_approval", "true", "1"),
        ("open", &*open, "2"),
        ("open", &*closed, "1"),
        ("evaluating", "true", "1"),
        ("standstill", "true", "2"),
        ("contracted", "true", "1"),
    ] {
        assert_eq!(app.look_up(&phase(state, but)).await, count, "{state} and {but}");
    }
    let free = format!(
        "select count(*) from awards where may_sign_from <= '{now}' and state = 'approved'"
    );
    assert_eq!(app.look_up(&free).await, "2", "one contract is signed, one can be");
    let retold = "select count(*) from requests where source like 'Based on %'";
    assert_eq!(app.look_up(retold).await, "5");
    let answered = "select count(*) from clarifications where answer is not null";
    assert_eq!(app.look_up(answered).await, "2");
    let active = "select count(*) from contracts where state = 'active'";
    assert_eq!(app.look_up(active).await, "1");
    let versions = "select string_agg(number || ' ' || kind || ' ' || state, ', ' order by number) from contract_versions";
    assert_eq!(
        app.look_up(versions).await,
        "1 original signed, 2 variation signed, 3 variation offered"
    );
    let alone = "select count(*) from contract_versions v where v.number = 2 and v.approved_by is not null \
                 and v.approved_by <> v.made_by and v.first_approved_by is distinct from v.approved_by";
    assert_eq!(app.look_up(alone).await, "1", "who proposed it did not approve it");
    let chaired = "select string_agg(distinct u.email, ' ') from panel_chairs c join users u on u.id = c.user_id \
                   join quality_locks l on l.request_id = c.request_id and l.locked_by = c.user_id";
    assert_eq!(app.look_up(chaired).await, "evaluator1@northshire.example");

    // One of the panels was changed after a conflict of interest, one price was explained, one award challenged.
    for (happened, count) in [
        ("select count(*) from conflict_declarations where conflict", "1"),
        ("select count(*) from panel_changes", "1"),
        ("select count(*) from price_explanations where state = 'accepted'", "1"),
        ("select count(*) from award_challenges where state = 'lifted'", "1"),
        ("select count(*) from award_challenges", "1"),
    ] {
        assert_eq!(app.look_up(happened).await, count, "{happened}");
    }
    let won = "select string_agg(p.slug, ' ' order by p.slug) from bids b join providers p on p.id = b.provider_id \
               where b.state = 'preferred'";
    assert_eq!(
        app.look_up(won).await,
        "copperfield-trace-ltd harrow-forensics-ltd kestrel-cyber-ltd"
    );
    assert_eq!(
        app.db().read(faults).await.unwrap().1,
        Vec::<String>::new(),
        "all of it is in the trail"
    );

    let bids = "select string_agg(it, '; ' order by it) from (select r.state || ' ' || b.state \
                || ' ' || count(*) as it from bids b join requests r on r.id = b.request_id \
                group by r.state, b.state) counted";
    assert_eq!(
        app.look_up(bids).await,
        "contracted preferred 1; contracted unsuccessful 2; evaluating opened 3; open draft 1; \
         open submitted 5; standstill preferred 2; standstill unsuccessful 3"
    );
    let early = "select count(*) from bids b join requests r on r.id = b.request_id \
                 where b.submitted_at >= r.closes_at or b.submitted_at < r.published_at";
    assert_eq!(app.look_up(early).await, "0");
    let over = "select count(*) from audit_entries e join awards a on a.id = (e.detail->>'award')::uuid \
                where e.action = 'standstill.over' and e.at = a.may_sign_from";
    assert_eq!(app.look_up(over).await, "2", "told when each standstill was over");
    assert_eq!(work::tell_of_standstills(&app.db()).await.unwrap(), 0, "and not today");
    let late = format!("select count(*) from audit_entries where at > '{now}'");
    assert_eq!(app.look_up(&late).await, "0", "everything told has happened");

    seed::demonstration(&app.db(), &files(), &keys().0).await.unwrap();
    let again = app.look_up("select count(*) from audit_entries").await;
    assert_eq!(again, entries.to_string(), "telling it twice changes nothing");
}

/// Days on which counting is hard: the clocks change, and Christmas.
#[actix_web::test]
async fn the_story_can_be_told_on_any_day() {
    for after in [83, 355] {
        let app = TestApp::empty(monday() + days(after) - TimeDelta::hours(8)).await;
        seed::demonstration(&app.db(), &files(), &keys().0).await.unwrap();
    }
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
        verified: true,
    };
    app.db()
        .act(&by, async |tx| muster::accounts::acts::create(tx, &cut_short).await)
        .await
        .unwrap();
    let said = seed::demonstration(&app.db(), &files(), &keys().0).await.unwrap_err().to_string();
    assert!(said.contains("remove the folder var/"), "{said}");
}
