//! Who sees which part of a request, at each time of its life: the whole table,
//! asked at the door.

use diesel_async::SimpleAsyncConnection;

use crate::support::app::{TestApp, days, monday};
use crate::support::cast::{
    APPROVER, AUDITOR, KESTREL, MARKET, NEWCOMER, NOBODY, OTHER_REQUESTER, REQUESTER, VETTING1,
    open_request,
};

/// Marks in everything a request says, and what is around it.
const MARKED: &str = "
    update requests set title = 'MarkTitle', summary = 'MarkSummary', problem = 'MarkProblem', team = 'MarkTeam',
        conflict_assessment = 'MarkConflict', budget = 7654321, budget_shown = false;
    update request_roles set title = 'MarkRole' where position = 1;
    update request_requirements set text = 'MarkRequirement' where position = 1;
    update users set name = 'MarkPanel' where email = 'evaluator1@northshire.example';
    insert into clarifications (id, request_id, number, provider_id, asked_by, asked_at, question)
    select gen_random_uuid(), r.id, 1, u.provider_id, u.id, r.published_at + interval '1 hour', 'MarkQuestion'
    from requests r, users u where u.email = 'bids@kestrel.example';";

/// How a request is put in each part of its life.
const LIFE: [(&str, &str); 5] = [
    (
        "draft",
        "update requests set state = 'draft', published_at = null, approved_by = null, submitted_by = null, submitted_at = null",
    ),
    (
        "awaiting",
        "update requests set state = 'awaiting_approval', published_at = null, approved_by = null",
    ),
    ("open", "select 1"),
    (
        "closed",
        "update requests set closes_at = closes_at - interval '15 days', questions_close_at = questions_close_at - interval '15 days'",
    ),
    (
        "opened",
        "update requests set closes_at = closes_at - interval '15 days', questions_close_at = questions_close_at - interval '15 days', state = 'evaluating'",
    ),
];

/// Everyone who might look: in their order, a letter each.
const LOOKERS: [(char, &str); 8] = [
    ('p', NOBODY),
    ('i', NEWCOMER),
    ('e', KESTREL),
    ('f', REQUESTER),
    ('o', OTHER_REQUESTER),
    ('m', MARKET),
    ('v', VETTING1),
    ('a', AUDITOR),
];

/// What each mark is, and who finds it while the request is a draft, waits,
/// is open, is closed, and is opened: `p`ublic, an `i`neligible provider, an
/// `e`ligible one that asked, its own `f`orce, an`o`ther force, the
/// `m`arketplace manager, a `v`etting officer, an `a`uditor.
const SEEN: [(&str, [&str; 5]); 10] = [
    ("MarkTitle", ["fa", "fa", "piefomva", "piefomva", "piefomva"]),
    ("MarkSummary", ["fa", "fa", "piefomva", "piefomva", "piefomva"]),
    ("MarkProblem", ["fa", "fa", "piefomva", "piefomva", "piefomva"]),
    ("MarkTeam", ["fa", "fa", "piefomva", "piefomva", "piefomva"]),
    ("MarkRole", ["fa", "fa", "piefomva", "piefomva", "piefomva"]),
    ("MarkRequirement", ["fa", "fa", "piefomva", "piefomva", "piefomva"]),
    ("MarkConflict", ["f", "fa", "fa", "fa", "fa"]),
    ("76,543.21", ["fa", "fa", "fa", "fa", "fa"]),
    ("MarkPanel", ["f", "fa", "fa", "fa", "fa"]),
    ("MarkQuestion", ["fa", "fa", "efa", "efa", "efa"]),
];

/// Every page and file on which something of a request could stand.
fn places(request: &str) -> Vec<String> {
    let mut all: Vec<String> = [
        "/",
        "/opportunities?status=all",
        "/opportunities.csv?status=all",
        "/opportunities.atom?status=all",
        "/sitemap.xml",
        "/outcomes",
        "/requests",
        "/requests/list",
        "/requests.csv",
        "/force",
        "/provider",
        "/bids",
        "/bids/list",
        "/bids.csv",
        "/operator",
        "/operator/requests",
        "/operator/requests.csv",
        "/audit",
    ]
    .map(str::to_owned)
    .to_vec();
    for side in ["", "/eligibility", "/changes", "/bid", ".ics"] {
        all.push(format!("/opportunities/{request}{side}"));
    }
    let own = [
        "",
        "/preview",
        "/preview/bidder",
        "/check",
        "/history",
        "/approval",
        "/clarifications",
        "/opening",
        "/evaluation",
        "/basics",
        "/need",
        "/roles",
        "/money",
        "/requirements",
        "/panel",
    ];
    all.extend(own.map(|side| format!("/requests/{request}{side}")));
    all
}

#[actix_web::test]
async fn every_part_of_a_request_is_seen_by_those_it_is_for_and_nobody_else() {
    for (at, (time, arranged)) in LIFE.iter().enumerate() {
        let app = TestApp::committing(monday()).await;
        let request = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
        app.arrange(async |conn| {
            conn.batch_execute(MARKED).await.unwrap();
            conn.batch_execute(arranged).await.unwrap();
        })
        .await;
        let mut found = [const { String::new() }; SEEN.len()];
        for (letter, who) in LOOKERS {
            let mut read = String::new();
            for place in places(&request) {
                read.push_str(&app.get(who, &place).await.html);
            }
            for (seen, (mark, _)) in found.iter_mut().zip(SEEN) {
                if read.contains(mark) {
                    seen.push(letter);
                }
            }
        }
        let told: Vec<_> = SEEN.iter().map(|(mark, wanted)| (*mark, wanted[at])).collect();
        let seen: Vec<_> =
            SEEN.iter().zip(&found).map(|(it, seen)| (it.0, seen.as_str())).collect();
        assert_eq!(seen, told, "while the request is {time}");
    }
}

#[actix_web::test]
async fn of_a_sensitive_request_a_stranger_reads_the_title_alone() {
    let app = TestApp::committing(monday()).await;
    let request = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    app.arrange(async |conn| {
        conn.batch_execute(MARKED).await.unwrap();
        let sensitive = "update requests set classification = 'official_sensitive'";
        conn.batch_execute(sensitive).await.unwrap();
    })
    .await;
    for place in places(&request) {
        let read = app.get(NOBODY, &place).await.html;
        for mark in ["MarkSummary", "MarkProblem", "MarkTeam", "MarkRole", "MarkRequirement"] {
            assert!(!read.contains(mark), "{mark} is on {place}: {read}");
        }
    }
    let page = format!("/opportunities/{request}");
    assert!(app.get(NOBODY, &page).await.html.contains("MarkTitle"));
    assert!(app.get(KESTREL, &page).await.html.contains("MarkProblem"));
}

#[actix_web::test]
async fn an_answered_question_is_for_everyone_and_still_nobody_learns_who_asked() {
    let app = TestApp::committing(monday()).await;
    let request = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    app.arrange(async |conn| {
        conn.batch_execute(MARKED).await.unwrap();
        let answered = "update clarifications set answer = 'MarkAnswer', answered_at = asked_at + interval '1 hour', \
            answered_by = (select id from users where email = 'requester@northshire.example')";
        conn.batch_execute(answered).await.unwrap();
    })
    .await;
    let page = format!("/opportunities/{request}");
    for (_, who) in LOOKERS {
        let read = app.get(who, &page).await.html;
        assert!(read.contains("MarkQuestion") && read.contains("MarkAnswer"), "{who}: {read}");
    }
    for who in [NOBODY, REQUESTER, APPROVER, OTHER_REQUESTER, NEWCOMER, MARKET] {
        for side in [
            page.clone(),
            format!("/requests/{request}"),
            format!("/requests/{request}/clarifications"),
            format!("/requests/{request}/history"),
        ] {
            let read = app.get(who, &side).await.html;
            assert!(!read.contains("Kestrel") && !read.contains("Ann Lee"), "{who} {side}: {read}");
        }
    }
}
