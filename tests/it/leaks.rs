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

const PHASES: [&str; 9] = [
    "closed",
    "opened",
    "declared",
    "half scored",
    "scored",
    "agreed",
    "locked",
    "recommended",
    "awarded",
];

const EVE: &str = "MarkEve, who gives this score for a good reason.";
const NED: &str = "MarkNed, who gives this score for a good reason.";
const CORA: &str = "MarkCora, who gives this score for a good reason.";
const AGREED: &str = "MarkAgreed, which the panel agrees on for a good reason.";

const CHANGE: &str = "MarkChange, which is why a bid would be disqualified.";

const BIDS: [&str; 3] = ["BID-2026-KESTREL", "BID-2026-HARROW", "BID-2026-LANTERN"];

/// What is looked for, and who finds it in each phase: what Kestrel answers,
/// what Eve, Ned and Cora gave, what is agreed, what Kestrel asks, and why a
/// change of the ranking was proposed. Kestrel reads its own bid again once
/// it is not sealed any more.
const SEEN: [(&str, [&str; 9]); 7] = [
    ("Kestrel’s answer", ["", "k", "enk", "enk", "raenku", "raenku", "raenku", "raenku", "raenku"]),
    ("MarkEve", ["", "", "", "e", "raeu", "raeu", "raenu", "raenu", "raenu"]),
    // In between Ned has kept his first words, and given nothing.
    ("MarkNed", ["", "", "", "n", "ranu", "ranu", "raenu", "raenu", "raenu"]),
    // Cora has her own desk until the decision, and then nothing.
    ("MarkCora", ["", "", "", "", "racu", "racu", "raencu", "raencu", "raenu"]),
    // The winner and the loser read it in their letters.
    ("MarkAgreed", ["", "", "", "", "", "rau", "raenu", "raenu", "raenkhu"]),
    // What the winner charges is public with the award. With VAT, Harrow’s own price is the same sum.
    // The administrator of the force, who has declared nothing, reads what is decided.
    ("90,000.00", ["", "", "", "", "", "", "raenkhu", "raenkhu", "raencfoxkhmup"]),
    ("MarkChange", ["", "", "", "", "", "", "raenu", "raenu", "raenfu"]),
];

/// Every page that anyone can ask for of a request, by the signposts, and the
/// pages around it.
pub async fn places(panel: &Panel) -> Vec<String> {
    let request = panel.reference.as_str();
    let change = "select coalesce((select id::text from ranking_changes), 'none')";
    let change = panel.app.look_up(change).await;
    let routes = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/routes.rs"));
    let route = regex::Regex::new(
        r#"\.route\("(/(?:requests|opportunities|outcomes|bids)/\{\w+\}[^"]*)", get\(\)"#,
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
        let references = if found[1].starts_with("/bids/") { &BIDS[..] } else { &[request] };
        let fill = |it: &&str| {
            let filled = found[1].replacen("{reference}", it, 1).replacen("{ref}", it, 1);
            filled.replace("{change}", &change).replace("{criterion}", "technical_merit")
        };
        let mut filled: Vec<String> = references.iter().map(fill).collect();
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
        "agreed" => {
            scores(panel, REQUESTER, &all, AGREED, "").await;
            // Which bid a letter stands for nobody knows here, and Kestrel is to come first.
            let first = "update agreed_scores set score = 5 from bids b join providers p on p.id = b.provider_id \
                where b.id = agreed_scores.bid_id and p.slug = 'kestrel'";
            panel.app.arrange(async |conn| conn.batch_execute(first).await.unwrap()).await;
        }
        "locked" => {
            assert_eq!(panel.post(REQUESTER, "quality-lock", &[]).await.status, 303);
            let bid = panel.bid_of("harrow").await;
            let form = [
                ("kind", "disqualify"),
                ("bid", bid.as_str()),
                ("code", "not_compliant"),
                ("reason", CHANGE),
            ];
            let proposed = panel.post(REQUESTER, "ranking/changes", &form).await;
            assert_eq!(proposed.status, 303, "{}", proposed.html);
            let change = panel.app.look_up("select id from ranking_changes").await;
            let withdrawal = format!("ranking/changes/{change}/withdrawal");
            assert_eq!(panel.post(REQUESTER, &withdrawal, &[]).await.status, 303);
        }
        "recommended" => assert_eq!(panel.recommend(REQUESTER, "kestrel").await.status, 303),
        "awarded" => {
            assert_eq!(panel.post(APPROVER, "award/approval", &[]).await.status, 303);
        }
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
    let mut faults = Vec::new();
    for (at, phase) in PHASES.iter().enumerate() {
        goes_on(&panel, phase).await;
        let places = places(&panel).await;
        let mut found = [const { String::new() }; SEEN.len()];
        for (letter, who) in LOOKERS {
            let mut read = String::new();
            // That nobody else finds a company's bid is shown of every address in `access`.
            let bids = matches!(who, KESTREL | HARROW);
            for place in places.iter().filter(|it| bids || !it.starts_with("/bids/")) {
                let html = panel.app.get(who, place).await.html;
                let elsewhere = who == HARROW && !place.starts_with("/bids/BID-2026-HARROW");
                if elsewhere && *phase != "awarded" && html.contains("90,000.00") {
                    faults.push(format!("Harrow reads Kestrel’s price on {place} while {phase}"));
                }
                read.push_str(&html);
            }
            for (seen, (mark, _)) in found.iter_mut().zip(SEEN) {
                let looked_for = if mark.starts_with("Kestrel") { answer.as_str() } else { mark };
                if read.contains(looked_for) {
                    seen.push(letter);
                }
            }
        }
        for ((mark, wanted), seen) in SEEN.iter().zip(&found) {
            let order = LOOKERS.iter().map(|it| it.0);
            let wanted: String = order.filter(|it| wanted[at].contains(*it)).collect();
            if *seen != wanted {
                faults.push(format!("{mark} while it is {phase}: {seen}, and not {wanted}"));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
    // Nothing of it is in any mail either.
    let mail = "select count(*) from outbox where subject || body ~ 'Mark(Eve|Ned|Cora|Agreed|Change)|90,000'";
    assert_eq!(panel.app.look_up(mail).await, "0");
}

/// Every form that judges bids, or decides by how they compare, filled with
/// what is there.
async fn judging_forms(panel: &Panel) -> Vec<String> {
    let routes = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/routes.rs"));
    let route = regex::Regex::new(
        r#"\.route\("/requests/\{\w+\}/((?:moderation|quality-lock|ranking|explanations|award|no-award)[^"]*)", post\(\)"#,
    )
    .unwrap();
    let nothing = "00000000-0000-7000-8000-000000000000".to_owned();
    let change = "select coalesce((select id::text from ranking_changes limit 1), '')";
    let change = Some(panel.app.look_up(change).await).filter(|it| !it.is_empty());
    let change = change.unwrap_or_else(|| nothing.clone());
    let forms: Vec<String> = route
        .captures_iter(&routes.unwrap())
        .map(|found| {
            found[1]
                .replace("{letter}", "A")
                .replace("{change}", &change)
                .replace("{explanation}", &nothing)
                .replace("{challenge}", &nothing)
        })
        .collect();
    assert!(forms.len() >= 14, "only {} forms: {forms:?}", forms.len());
    forms
}

#[actix_web::test]
async fn whoever_has_a_conflict_does_nothing_with_the_bids_and_reads_nothing_in_a_refusal() {
    let panel = Panel::undeclared(TestApp::committing(monday()).await).await;
    for who in [EVALUATOR1, EVALUATOR2, REQUESTER] {
        panel.declare(who, &[]).await;
    }
    panel.declare(APPROVER, &["kestrel"]).await;
    let answer = panel.answer_of("kestrel").await;
    let roles = "insert into user_roles select id, 'requester' from users where email = 'approver@northshire.example'";
    panel.app.arrange(async |conn| conn.batch_execute(roles).await.unwrap()).await;
    let all = ["A", "B", "C"];
    for phase in ["half scored", "scored", "agreed", "locked", "recommended"] {
        match phase {
            "half scored" => scores(&panel, EVALUATOR1, &all, EVE, "").await,
            "scored" => scores(&panel, EVALUATOR2, &all, NED, "").await,
            other => goes_on(&panel, other).await,
        }
        let bid = panel.bid_of("kestrel").await;
        let before = panel.app.trail().await;
        for form in judging_forms(&panel).await {
            let typed = [
                ("bid", bid.as_str()),
                ("kind", "disqualify"),
                ("code", "not_compliant"),
                ("reason", "A reason that says enough of why."),
                ("question", "Which tools make this price possible?"),
                ("due_day", "30"),
                ("due_month", "1"),
                ("due_year", "2026"),
            ];
            for fields in [&[][..], &typed[..]] {
                let page = panel.post(APPROVER, &form, fields).await;
                let refused = matches!(page.status.as_u16(), 403 | 404 | 409);
                assert!(refused, "{form} while {phase}: {} {}", page.status, page.html);
                for mark in [answer.as_str(), "MarkEve", "MarkNed", "MarkAgreed", "90,000.00"] {
                    assert!(!page.html.contains(mark), "{form} while {phase} says {mark}");
                }
            }
        }
        assert_eq!(panel.app.trail().await, before, "nothing happened while it is {phase}");
    }
}
