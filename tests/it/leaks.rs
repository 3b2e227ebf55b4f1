//! Who finds which part of an evaluation, at each point of it: every page of a
//! request and every page around it, asked as everyone. No score and no price
//! is anywhere early, and whoever has a conflict of interest finds nothing.

use diesel_async::SimpleAsyncConnection;

use crate::support::app::{TestApp, monday};
use crate::support::cast::{
    APPROVER, AUDITOR, CONTRACTS, EVALUATOR1, EVALUATOR2, FORCE_ADMIN, HARROW, KESTREL, MARKET,
    NOBODY, OTHER_APPROVER, OTHER_REQUESTER, REQUESTER,
};
use crate::support::form::{Form, names};
use crate::support::panel::Panel;

/// Everyone who might look, a letter each. Cora, `c`, is on the panel and has
/// a conflict of interest with Kestrel.
const LOOKERS: [(char, &str); 13] = [
    ('r', REQUESTER),
    ('a', APPROVER),
    ('e', EVALUATOR1),
    ('n', EVALUATOR2),
    ('c', CONTRACTS),
    ('f', FORCE_ADMIN),
    ('o', OTHER_REQUESTER),
    ('x', OTHER_APPROVER),
    ('k', KESTREL),
    ('h', HARROW),
    ('m', MARKET),
    ('u', AUDITOR),
    ('p', NOBODY),
];

const PHASES: [&str; 7] =
    ["closed", "opened", "declared", "half scored", "scored", "agreed", "locked"];

const EVE: &str = "MarkEve, who gives this score for a good reason.";
const NED: &str = "MarkNed, who gives this score for a good reason.";
const CORA: &str = "MarkCora, who gives this score for a good reason.";
const AGREED: &str = "MarkAgreed, which the panel agrees on for a good reason.";

/// What is looked for, and who finds it in each phase: what Kestrel answers,
/// what Eve, Ned and Cora gave, what is agreed, and what Kestrel asks.
const SEEN: [(&str, [&str; 7]); 6] = [
    ("Kestrel’s answer", ["", "u", "enu", "enu", "raenu", "raenu", "enu"]),
    ("MarkEve", ["", "", "", "eu", "raeu", "raeu", "raenu"]),
    // In between Ned has kept his first words, and given nothing.
    ("MarkNed", ["", "", "", "n", "ranu", "ranu", "raenu"]),
    ("MarkCora", ["", "", "", "", "racu", "racu", "raencu"]),
    ("MarkAgreed", ["", "", "", "", "", "rau", "raenu"]),
    ("90,000.00", ["", "", "", "", "", "", "raenfu"]),
];

/// Every page that anyone can ask for of a request, by the signposts, and the
/// pages around it.
fn places(request: &str) -> Vec<String> {
    let routes = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/routes.rs"));
    let route = regex::Regex::new(
        r#"\.route\("(/(?:requests|opportunities|outcomes)/\{\w+\}[^"]*)", get\(\)"#,
    )
    .unwrap();
    let mut all: Vec<String> = [
        "/",
        "/force",
        "/requests",
        "/bids",
        "/provider",
        "/operator",
        "/operator/requests",
        "/audit",
        "/contracts",
        "/outcomes",
        "/account/notices",
        "/operator/mail",
        "/dev/mail",
    ]
    .map(str::to_owned)
    .to_vec();
    for found in route.captures_iter(&routes.unwrap()) {
        let mut filled =
            vec![found[1].replacen("{reference}", request, 1).replacen("{ref}", request, 1)];
        for (name, values) in [("{letter}", &["A", "B", "C"][..]), ("{number}", &["1", "2"])] {
            if found[1].contains(name) {
                let each = |it: &String| {
                    values.iter().map(|value| it.replace(name, value)).collect::<Vec<_>>()
                };
                filled = filled.iter().flat_map(each).collect();
            }
        }
        // Streams go on for as long as they are listened to.
        all.extend(filled.into_iter().filter(|it| !it.ends_with("/live")));
    }
    assert!(all.len() > 60, "only {} pages", all.len());
    all
}

async fn scores(panel: &Panel, who: &str, letters: &[&str], reason: &str, button: &str) {
    for letter in letters {
        let side = if reason == AGREED { "moderation" } else { "evaluation" };
        let page = panel.get(who, &format!("{side}/{letter}")).await;
        assert_eq!(page.status, 200, "{who} {letter}: {}", page.html);
        let every = names(&page);
        let form = Form::on(&page, &format!("/{side}/{letter}"))
            .set_each("score-", &every, "4")
            .set_each("reason-", &every, reason);
        form.set("do", button).send(&panel.app, who).await;
    }
}

/// Takes the evaluation on to a phase, from the one before it.
async fn goes_on(panel: &Panel, phase: &str) {
    let all = ["A", "B", "C"];
    match phase {
        "opened" => {
            for who in [REQUESTER, APPROVER] {
                assert_eq!(panel.confirm(who).await.status, 303);
            }
        }
        "declared" => {
            panel.all_declare().await;
            panel.declare(CONTRACTS, &["kestrel"]).await;
        }
        "half scored" => {
            scores(panel, EVALUATOR1, &all, EVE, "").await;
            scores(panel, EVALUATOR2, &all, NED, "later").await;
        }
        "scored" => {
            scores(panel, EVALUATOR2, &all, NED, "").await;
            scores(panel, CONTRACTS, &["A", "B"], CORA, "").await;
        }
        "agreed" => scores(panel, REQUESTER, &all, AGREED, "").await,
        "locked" => assert_eq!(panel.post(REQUESTER, "quality-lock", &[]).await.status, 303),
        _ => {}
    }
}

#[actix_web::test]
async fn no_page_tells_a_score_or_a_price_early_and_none_tells_anything_to_the_recused() {
    let panel = Panel::closed(TestApp::committing(monday()).await).await;
    let cora = "insert into user_roles select id, 'evaluator' from users where email = 'contracts@northshire.example'; \
                insert into request_panel select r.id, u.id from requests r, users u where u.email = 'contracts@northshire.example'";
    panel.app.arrange(async |conn| conn.batch_execute(cora).await.unwrap()).await;
    let answer = panel.answer_of("kestrel").await;
    let places = places(&panel.reference);
    for (at, phase) in PHASES.iter().enumerate() {
        goes_on(&panel, phase).await;
        let mut found = [const { String::new() }; SEEN.len()];
        for (letter, who) in LOOKERS {
            let mut read = String::new();
            for place in &places {
                read.push_str(&panel.app.get(who, place).await.html);
            }
            for (seen, (mark, _)) in found.iter_mut().zip(SEEN) {
                let looked_for = if mark.starts_with("Kestrel") { answer.as_str() } else { mark };
                if read.contains(looked_for) {
                    seen.push(letter);
                }
            }
        }
        // In the order of the lookers.
        let told: Vec<(&str, String)> = SEEN
            .iter()
            .map(|(mark, wanted)| {
                let order = LOOKERS.iter().map(|it| it.0);
                (*mark, order.filter(|it| wanted[at].contains(*it)).collect())
            })
            .collect();
        let seen: Vec<(&str, String)> = SEEN.iter().map(|it| it.0).zip(found).collect();
        assert_eq!(seen, told, "while it is {phase}");
    }
    // Nothing of it is in any mail either.
    let mail =
        "select count(*) from outbox where subject || body ~ 'Mark(Eve|Ned|Cora|Agreed)|90,000'";
    assert_eq!(panel.app.look_up(mail).await, "0");
}
