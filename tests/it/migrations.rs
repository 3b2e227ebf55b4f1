//! Every migration has a way back, which leaves the tables as they were before
//! it; and so it has where people have been at work.

use std::fs;
use std::path::Path;

use diesel_async::{AsyncPgConnection, SimpleAsyncConnection};
use muster::seed;

use crate::support::app::{TestApp, files, keys, monday};

/// Everything that a migration can make: columns, constraints, indexes,
/// triggers, functions and views. Names of constraints, brackets in them and
/// comments in functions are left out.
const SHAPE: &str = "select coalesce(string_agg(line, E'\\n' order by line), '') from ( \
    select format('column %s.%s %s %s %s %s', table_name, column_name, data_type, is_nullable, column_default, generation_expression) \
        from information_schema.columns where table_schema = 'public' and table_name not like '\\_\\_diesel%' \
    union all select format('constraint %s %s', conrelid::regclass, translate(pg_get_constraintdef(oid), '()', '')) \
        from pg_constraint where connamespace = 'public'::regnamespace and conrelid <> 0 and conrelid::regclass::text not like '\\_\\_diesel%' and contype <> 'n' \
    union all select format('index %s %s', tablename, regexp_replace(indexdef, 'INDEX \\S+ ON', 'INDEX ON')) \
        from pg_indexes where schemaname = 'public' and tablename not like '\\_\\_diesel%' \
    union all select pg_get_triggerdef(oid) from pg_trigger where not tgisinternal \
    union all select regexp_replace(pg_get_functiondef(oid), E'[[:space:]]*--[^\\n]*', '', 'g') from pg_proc where pronamespace = 'public'::regnamespace and prokind = 'f' \
        and not exists (select from pg_depend d where d.objid = pg_proc.oid and d.deptype = 'e') \
    union all select format('view %s %s', viewname, definition) from pg_views where schemaname = 'public' \
    ) lines (line)";

/// Columns that come back with a value for the rows that are there by then.
const FILLED: [&str; 3] =
    ["assurance_schemes.mandatory", "frameworks.fee_basis_points", "frameworks.terms_version"];

/// Bids that were submitted before there were envelopes cannot be sealed
/// later, so nobody goes back further than to this one and up again.
const SEALING: &str = "2026-11-24-001100_sealing";

/// This one is refused while a request asks several questions on one
/// criterion, since some of them would be lost. The story has one that does.
const QUESTIONS: &str = "2026-11-30-001710_questions";

/// Loses them.
const ONE_QUESTION: &str = "create temp table more as select c.id from request_criteria c where exists (select from request_criteria o \
    where o.request_id = c.request_id and o.criterion = c.criterion and o.position < c.position); \
    delete from scores where criterion_id in (select id from more); \
    delete from agreed_scores where criterion_id in (select id from more); \
    delete from bid_answers where criterion_id in (select id from more); \
    delete from request_criteria where id in (select id from more); drop table more";

struct Migration {
    name: String,
    up: String,
    down: String,
}

/// All of them in their order.
fn migrations() -> Vec<Migration> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let entries = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let mut folders: Vec<_> = entries.filter(|it| it.is_dir()).collect();
    folders.sort();
    assert!(folders.len() > 30, "only {} migrations", folders.len());
    let read = |folder: &Path, file: &str| fs::read_to_string(folder.join(file)).unwrap();
    let of = |folder: &std::path::PathBuf| Migration {
        name: folder.file_name().unwrap().to_string_lossy().into_owned(),
        up: read(folder, "up.sql"),
        down: read(folder, "down.sql"),
    };
    folders.iter().map(of).collect()
}

/// One step in a transaction of its own, as the service makes it.
async fn goes(conn: &mut AsyncPgConnection, sql: &str) -> Result<(), String> {
    conn.batch_execute("begin").await.unwrap();
    let done = conn.batch_execute(sql).await.map_err(|fault| fault.to_string());
    conn.batch_execute(if done.is_ok() { "commit" } else { "rollback" }).await.unwrap();
    done
}

/// Lines of one shape that the other has not, each way.
fn difference(before: &str, after: &str) -> Vec<String> {
    let lacks = |it: &str, of: &str| -> Vec<String> {
        it.lines()
            .filter(|line| !of.lines().any(|other| other == *line))
            .map(str::to_owned)
            .collect()
    };
    let gone = lacks(before, after).into_iter().map(|it| format!("- {it}"));
    gone.chain(lacks(after, before).into_iter().map(|it| format!("+ {it}"))).collect()
}

#[actix_web::test]
async fn every_migration_goes_down_to_what_was_before_and_up_again() {
    let app = TestApp::unmigrated(monday()).await;
    let mut faults = Vec::new();
    for it in migrations() {
        let before = app.look_up(SHAPE).await;
        let (up, down) = (it.up.as_str(), it.down.as_str());
        app.arrange(async |conn| goes(conn, up).await)
            .await
            .unwrap_or_else(|why| panic!("{}: {why}", it.name));
        let with = app.look_up(SHAPE).await;
        if let Err(why) = app.arrange(async |conn| goes(conn, down).await).await {
            faults.push(format!("{} does not go down: {why}", it.name));
            continue;
        }
        let differs = difference(&before, &app.look_up(SHAPE).await);
        let filled = |line: &&String| FILLED.iter().any(|it| line.contains(it));
        for line in differs.iter().filter(|it| !filled(it)) {
            faults.push(format!("{} down: {line}", it.name));
        }
        app.arrange(async |conn| goes(conn, up).await)
            .await
            .unwrap_or_else(|why| panic!("{} again: {why}", it.name));
        for line in difference(&with, &app.look_up(SHAPE).await) {
            faults.push(format!("{} up again: {line}", it.name));
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[actix_web::test]
async fn what_people_did_since_bids_are_sealed_does_not_stand_in_the_way_down_or_up() {
    let app = TestApp::empty(monday() + chrono::TimeDelta::days(323)).await;
    seed::demonstration(&app.db(), &files(), &keys().0).await.unwrap();
    let whole = app.look_up(SHAPE).await;
    let step = async |name: &str, sql: &str| {
        let done = app.arrange(async |conn| goes(conn, sql).await).await;
        assert_eq!(done, Ok(()), "{name}");
    };
    let all = migrations();
    let since: Vec<&Migration> = all.iter().filter(|it| it.name.as_str() > SEALING).collect();
    assert!(since.len() > 20 && since.len() < all.len(), "{} of {}", since.len(), all.len());
    for it in since.iter().rev() {
        if it.name == QUESTIONS {
            let refused = app.arrange(async |conn| goes(conn, &it.down).await).await;
            assert!(
                refused.is_err_and(|why| why.contains("request_criteria_request_id_criterion_key"))
            );
            step("one question on each criterion", ONE_QUESTION).await;
        }
        step(&format!("{} down", it.name), &it.down).await;
    }
    for it in &since {
        step(&format!("{} up again", it.name), &it.up).await;
    }
    assert_eq!(difference(&whole, &app.look_up(SHAPE).await), Vec::<String>::new());
    for kept in ["requests", "bids", "sealed_bids", "awards", "contracts", "audit_entries"] {
        let count = format!("select count(*) from {kept}");
        assert_ne!(app.look_up(&count).await, "0", "{kept} are kept");
    }
}
