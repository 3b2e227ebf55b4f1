//! Who finds which part of an evaluation once it is decided: every page of a
//! request, its bids, letters, contract and record, asked as everyone, from the
//! recommendation to the end it comes to. What one loser wrote, asked and was
//! given is never another's, and whoever has a conflict of interest finds
//! nothing but what everybody does.

use std::collections::BTreeMap;

use diesel_async::SimpleAsyncConnection;
use muster::accounts::password;
use muster::trail::record::bundle::unpacked;

use crate::contracts::{PASSWORD, force_signs, provider_signs};
use crate::leaks::places;
use crate::support::app::{TestApp, days, monday};
use crate::support::cast::{
    APPROVER, AUDITOR, CONTRACTS, EVALUATOR1, FORCE_ADMIN, HARROW, KESTREL, KESTREL_ADMIN, LANTERN,
    MARKET, NOBODY, OTHER_REQUESTER, REQUESTER, THORNBURY,
};
use crate::support::panel::Panel;

/// One of each kind of people who might look, a letter each. The force's administrator, `f`, is
/// on the panel and has a conflict of interest with Kestrel.
const LOOKERS: [(char, &str); 13] = [
    ('r', REQUESTER),
    ('a', APPROVER),
    ('e', EVALUATOR1),
    ('c', CONTRACTS),
    ('f', FORCE_ADMIN),
    ('o', OTHER_REQUESTER),
    ('k', KESTREL),
    ('h', HARROW),
    ('l', LANTERN),
    ('t', THORNBURY),
    ('m', MARKET),
    ('u', AUDITOR),
    ('p', NOBODY),
];

/// What is looked for: a name, and words of which any gives it away.
const MARKS: [(&str, &[&str]); 15] = [
    ("Kestrel’s texts", &["Answer $kestrel", "Evidence of $kestrel"]),
    ("Harrow’s texts", &["Answer $harrow", "Evidence of $harrow"]),
    ("Lantern’s texts", &["Answer $lantern", "Evidence of $lantern"]),
    ("an evaluator on Kestrel", &["GivenKestrel"]),
    ("an evaluator on Harrow", &["GivenHarrow"]),
    ("an evaluator on Lantern", &["GivenLantern"]),
    ("the panel on Kestrel", &["AgreedKestrel"]),
    ("the panel on Harrow", &["AgreedHarrow"]),
    ("the panel on Lantern", &["AgreedLantern"]),
    ("Kestrel’s total", &["79.33"]),
    ("Harrow’s total", &["76.00"]),
    ("Lantern’s total", &["70.75"]),
    // What the winner charges in all is public; its day rates are not.
    ("Kestrel’s rates", &["£500.00", "50000.00"]),
    ("Harrow’s price", &["75,000.00", "75000.00", "£350.00"]),
    ("Lantern’s price", &["160,000.00", "160000.00", "192,000.00", "£900.00"]),
];

/// Who finds each of [`MARKS`], in the same order.
type Finders = [&'static str; MARKS.len()];

async fn sql(panel: &Panel, sql: &str) {
    panel.app.arrange(async |conn| conn.batch_execute(sql).await.unwrap()).await;
}

async fn press(panel: &Panel, who: &str, page: &str, form: &[(&str, &str)]) {
    let done = panel.post(who, page, form).await;
    assert_eq!(done.status, 303, "{page}: {}", done.html);
}

/// Locked, with a reason of its own for each score, and one more of the panel
/// who has a conflict of interest.
async fn locked() -> Panel {
    let panel = Panel::scored(TestApp::committing(monday()).await).await;
    for letter in ["A", "B", "C"] {
        panel.score(REQUESTER, &format!("moderation/{letter}")).await;
    }
    let hash = password::hash(PASSWORD.to_owned()).await.unwrap();
    let marked = |table: &str, mark: &str| {
        format!(
            "update {table} s set reason = '{mark}' || initcap(p.slug) || ', for a good reason.' \
             from bids b join providers p on p.id = b.provider_id where b.id = s.bid_id;"
        )
    };
    let recused = format!(
        "insert into user_roles select id, 'evaluator' from users where email = '{FORCE_ADMIN}'; \
         insert into request_panel select r.id, u.id from requests r, users u where u.email = '{FORCE_ADMIN}'; \
         insert into conflict_declarations (bid_id, user_id, conflict, words, declared_at) \
         select b.id, u.id, p.slug = 'kestrel', case p.slug when 'kestrel' then 'My brother works there.' else '' end, \
         '2026-01-26T10:00:00Z' from bids b join providers p on p.id = b.provider_id, users u where u.email = '{FORCE_ADMIN}';"
    );
    let scene = format!(
        "{} {} update users set password_hash = '{hash}' where email in ('{CONTRACTS}', '{KESTREL_ADMIN}'); \
         update requests set standstill_days = 8;",
        marked("scores", "Given"),
        marked("agreed_scores", "Agreed")
    );
    sql(&panel, &scene).await;
    press(&panel, REQUESTER, "quality-lock", &[]).await;
    sql(&panel, &recused).await;
    panel
}

/// The pages of [`places`], and those of letters and contracts there are.
async fn all_places(panel: &Panel) -> Vec<String> {
    let mut all = places(panel).await;
    let request = &panel.reference;
    let letters = "select coalesce(string_agg(l.id || ' ' || b.reference, ',' order by l.id), '') \
                   from outcome_letters l join bids b on b.id = l.bid_id";
    for letter in panel.app.look_up(letters).await.split(',').filter(|it| !it.is_empty()) {
        let (id, bid) = letter.split_once(' ').unwrap();
        for path in [format!("/requests/{request}/award"), format!("/bids/{bid}")] {
            all.push(format!("{path}/letters/{id}"));
            all.push(format!("{path}/letters/{id}/outcome.txt"));
        }
    }
    let contracts = "select coalesce(string_agg(reference, ','), '') from contracts";
    let routes = include_str!("../../src/routes.rs");
    let route = regex::Regex::new(r#"\.route\("(/contracts/\{\w+\}[^"]*)", get\(\)"#).unwrap();
    for contract in panel.app.look_up(contracts).await.split(',').filter(|it| !it.is_empty()) {
        let filled = route
            .captures_iter(routes)
            .map(|found| found[1].replace("{ref}", contract).replace("{number}", "1"));
        all.extend(filled);
    }
    // What is packed so that its words cannot be found in it says what its CSV and text say.
    all.retain(|it| !it.ends_with(".xlsx") && !it.ends_with(".pdf"));
    for file in [
        "/bids.csv",
        "/contracts.csv",
        "/outcomes.csv",
        "/requests.csv",
        "/audit.csv",
        "/audit.jsonl",
    ] {
        all.push(file.to_owned());
    }
    all
}

/// What somebody reads on a page; of a record, everything that is in it.
async fn read(panel: &Panel, who: &str, place: &str) -> String {
    let page = panel.app.get(who, place).await;
    match place.ends_with("/record.zip") && page.status == 200 {
        true => {
            let files: BTreeMap<_, _> = unpacked(&page.bytes).unwrap();
            files.values().map(|it| String::from_utf8_lossy(it)).collect()
        }
        false => page.html,
    }
}

/// Everything about a phase that is not as it should be.
async fn faults(panel: &Panel, phase: &str, wanted: &Finders) -> Vec<String> {
    let places = all_places(panel).await;
    let mut words: Vec<(&str, Vec<String>)> = Vec::new();
    for (name, any) in MARKS {
        let mut filled = Vec::new();
        for word in any {
            let mut word = (*word).to_owned();
            for provider in ["kestrel", "harrow", "lantern"] {
                let answer = panel.answer_of(provider).await;
                word = word.replace(&format!("${provider}"), answer.trim_start_matches("Answer "));
            }
            filled.push(word);
        }
        words.push((name, filled));
    }
    let mut found: Vec<BTreeMap<char, String>> = vec![BTreeMap::new(); MARKS.len()];
    for (letter, who) in LOOKERS {
        let bidder = matches!(who, KESTREL | HARROW | LANTERN);
        // That nobody else finds a company's bid is shown of every address in `access`.
        for place in places.iter().filter(|it| bidder || !it.starts_with("/bids/")) {
            let text = read(panel, who, place).await;
            for (found, (_, words)) in found.iter_mut().zip(&words) {
                if words.iter().any(|it| text.contains(it)) {
                    found.entry(letter).or_insert_with(|| place.clone());
                }
            }
        }
    }
    let mut faults = Vec::new();
    for ((found, (name, _)), wanted) in found.iter().zip(&words).zip(wanted) {
        for (letter, who) in LOOKERS {
            match (found.get(&letter), wanted.contains(letter)) {
                (Some(place), false) => {
                    faults.push(format!("{phase}: {who} ({letter}) finds {name} on {place}"))
                }
                (None, true) => {
                    faults.push(format!("{phase}: {who} ({letter}) does not find {name}"))
                }
                _ => {}
            }
        }
    }
    let mail = "select count(*) from outbox where subject || body ~ 'Given|Agreed[KHL]|79\\.33|76\\.00|70\\.75|75,000|160,000|Answer [0-9a-f]{8}'";
    if panel.app.look_up(mail).await != "0" {
        faults.push(format!("{phase}: it is in the mail"));
    }
    faults
}

fn none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// The same, but for some of the marks.
fn but(base: Finders, changed: &[(&str, &'static str)]) -> Finders {
    let mut all = base;
    for (mark, finders) in changed {
        let place = MARKS.iter().position(|it| it.0 == *mark).unwrap();
        all[place] = finders;
    }
    all
}

/// The contract manager has not declared, and reads nothing of it before it is decided.
fn undeclared(base: Finders) -> Finders {
    base.map(|finders| &*finders.replace('c', "").leak())
}

/// Whoever has a conflict with Kestrel keeps a desk with the other bids while they are evaluated.
const AT_A_DESK: [(&str, &str); 2] = [("Harrow’s texts", "raefhu"), ("Lantern’s texts", "raeflu")];

/// The force’s people and the operator’s read a contract, and each that the operator’s read is an entry.
const OPEN_RECORD: [(&str, &str); 1] = [("Kestrel’s rates", "raecfkmu")];

/// While it is being decided, the force's people compare; each bidder reads its own bid.
const UNDECIDED: Finders = [
    "raeku", "raehu", "raelu", "raeu", "raeu", "raeu", "raeu", "raeu", "raeu", "raecu", "raecu",
    "raecu", "raekcu", "raechu", "raeclu",
];

/// Once it is decided, each bidder reads its letter: its own marks and the winner's, Kestrel's.
const DECIDED: Finders = [
    "raeku", "raehu", "raelu", "raeu", "raeu", "raeu", "raeckhlu", "raechu", "raeclu", "raeckhlu",
    "raechu", "raeclu", "raecku", "raechu", "raeclu",
];

#[actix_web::test]
async fn from_the_recommendation_to_the_contract_nobody_reads_of_another_loser() {
    let panel = locked().await;
    assert_eq!(panel.recommend(REQUESTER, "kestrel").await.status, 303);
    let mut all = faults(&panel, "recommended", &undeclared(but(UNDECIDED, &AT_A_DESK))).await;
    press(&panel, APPROVER, "award/approval", &[]).await;
    assert_eq!(panel.app.look_up("select state from requests").await, "standstill");
    all.extend(faults(&panel, "standstill", &DECIDED).await);
    let app = panel.app.later(days(20));
    let panel = Panel { app, reference: panel.reference };
    let path = panel.post(CONTRACTS, "contract", &[("confirmed", "yes")]).await.location.unwrap();
    for page in [provider_signs(&panel.app, &path).await, force_signs(&panel.app, &path).await] {
        assert_eq!(page.status, 303, "{}", page.html);
    }
    assert_eq!(panel.app.look_up("select state from requests").await, "contracted");
    all.extend(faults(&panel, "contracted", &but(DECIDED, &OPEN_RECORD)).await);
    none(&all);
}

#[actix_web::test]
async fn when_an_award_is_withdrawn_and_made_to_another_old_letters_stay_with_those_they_went_to() {
    let panel = locked().await;
    assert_eq!(panel.recommend(REQUESTER, "kestrel").await.status, 303);
    press(&panel, APPROVER, "award/approval", &[]).await;
    press(&panel, REQUESTER, "award/withdrawal", &[("reason", "They are right.")]).await;
    press(&panel, APPROVER, "award/withdrawal/approval", &[]).await;
    let mut all = faults(&panel, "withdrawn", &undeclared(but(DECIDED, &AT_A_DESK))).await;
    panel.out("kestrel").await;
    assert_eq!(panel.recommend(REQUESTER, "harrow").await.status, 303);
    press(&panel, APPROVER, "award/approval", &[]).await;
    // Kestrel and Lantern read now of Harrow, which won, and everyone what it charges in all.
    let anew = [
        "raeku",
        "raehu",
        "raelu",
        "raeu",
        "raeu",
        "raeu",
        "raeckhlu",
        "raeckhlu",
        "raeclu",
        "raeckhlu",
        "raeckhlu",
        "raeclu",
        "raecku",
        "raecfokhltmup",
        "raeclu",
    ];
    all.extend(faults(&panel, "awarded anew", &anew).await);
    none(&all);
}

#[actix_web::test]
async fn when_no_award_is_made_bidders_read_their_own_marks_at_most() {
    let panel = locked().await;
    press(&panel, REQUESTER, "no-award", &[("reason", "Too dear.")]).await;
    press(&panel, APPROVER, "no-award/approval", &[]).await;
    let ended = [
        "raeku", "raehu", "raelu", "raeu", "raeu", "raeu", "raeku", "raehu", "raelu", "raecku",
        "raechu", "raeclu", "raecku", "raechu", "raeclu",
    ];
    none(&faults(&panel, "no award", &ended).await);
}

#[actix_web::test]
async fn when_a_request_is_cancelled_before_the_decision_nobody_reads_more() {
    let panel = locked().await;
    let why = [("code", "need_gone"), ("reason", "The unit is closed.")];
    assert_eq!(panel.recommend(REQUESTER, "kestrel").await.status, 303);
    press(&panel, APPROVER, "cancellation", &why).await;
    none(&faults(&panel, "cancelled", &UNDECIDED).await);
}

#[actix_web::test]
async fn an_award_that_was_withdrawn_and_then_cancelled_keeps_what_was_said() {
    let panel = locked().await;
    assert_eq!(panel.recommend(REQUESTER, "kestrel").await.status, 303);
    press(&panel, APPROVER, "award/approval", &[]).await;
    press(
        &panel,
        APPROVER,
        "cancellation",
        &[("code", "need_gone"), ("reason", "The unit is closed.")],
    )
    .await;
    none(&faults(&panel, "cancelled after the award", &DECIDED).await);
}
