//! Several scored questions on one criterion: asked, answered, scored, told.

use actix_web::http::StatusCode;
use chrono::TimeDelta;
use diesel_async::SimpleAsyncConnection;
use regex::Regex;

use crate::requests::{Form as Fields, begun, form, pages, sent, written};
use crate::support::app::{TestApp, days, monday};
use crate::support::bids::{self, save, start};
use crate::support::cast::{
    self, APPROVER, EVALUATOR1, EVALUATOR2, HARROW, KESTREL, LANTERN, NOBODY, REQUESTER,
};
use crate::support::form::Form;
use crate::support::panel::{Panel, REASON};

/// The page with technical merit asked in two questions.
async fn two_questions(app: &TestApp) -> Fields {
    let mut fields = pages(app, "mini_competition").await.remove(8).1;
    for it in &mut fields {
        if it.0 == "weight_technical_merit" {
            it.1 = "30".to_owned();
        }
    }
    fields.extend(form(&[
        ("questions_technical_merit", "2"),
        ("question_technical_merit-2", "How will you report?"),
        ("guidance_technical_merit-2", "Reports that a court can read."),
        ("weight_technical_merit-2", "20"),
        ("words_technical_merit-2", "250"),
        ("minimum_technical_merit-2", "1"),
    ]));
    fields
}

const ASKED: &str = "select string_agg(criterion || ' ' || weight || ' ' || question || ' ' || word_limit || ' ' || minimum, '; ' \
                     order by position) from request_criteria where removed_in is null";

#[actix_web::test]
async fn another_question_is_asked_without_script_and_what_was_typed_is_kept() {
    let app = TestApp::at(monday()).await;
    let address = begun(&app).await;
    let path = format!("{address}/draft/criteria");
    let page = app.get(REQUESTER, &path).await;
    assert!(page.html.contains("Ask another question about technical merit"), "{}", page.html);
    assert!(!page.html.contains("Ask another question about price"), "price asks nothing");
    let typed = Form::on(&page, "/draft/criteria")
        .set("question_technical_merit", "How?")
        .set("weight_technical_merit", "30");
    let page = typed.set("do", "add:technical_merit").sent(&app, REQUESTER).await;
    assert_eq!(page.status, StatusCode::OK);
    for said in ["Question 1", "Question 2", "Weight, question 2", "How?</textarea>"] {
        assert!(page.html.contains(said), "“{said}” is missing: {}", page.html);
    }
    assert!(page.html.contains(r#"weigh <strong data-total="weight_">30</strong> together"#));
    assert_eq!(app.look_up("select count(*) from request_criteria").await, "0");
    let left = app.get(REQUESTER, &path).await.html;
    assert!(left.contains("How?</textarea>") && left.contains("Question 2"), "{left}");

    let both = Form::on(&page, "/draft/criteria")
        .set("question_technical_merit-2", "Why?")
        .set("weight_technical_merit-2", "25");
    let half = both.clone().set("do", "later").sent(&app, REQUESTER).await;
    assert_eq!(half.status, StatusCode::SEE_OTHER, "{}", half.html);
    let page = app.get(REQUESTER, &path).await;
    assert!(page.html.contains("Why?</textarea>"), "half a page keeps both: {}", page.html);
    assert!(page.html.contains(r#"<strong data-total="weight_">55</strong> of 100"#));

    let without = Form::on(&page, "/draft/criteria").set("remove_technical_merit", "yes");
    let page = without.set("do", "add:social_value").sent(&app, REQUESTER).await;
    assert!(!page.html.contains("How?</textarea>") && page.html.contains("Why?</textarea>"));
    assert!(page.html.contains("question_social_value-2"), "{}", page.html);
    assert!(!page.html.contains("question_technical_merit-2"), "{}", page.html);
}

#[actix_web::test]
async fn every_question_is_kept_in_its_order_and_keeps_its_id() {
    let app = TestApp::at(monday()).await;
    let reference = written(&app, "mini_competition").await;
    let path = format!("/requests/{reference}/draft/criteria");
    let first = "select id from request_criteria where question = 'How will you examine them?'";
    let id = app.look_up(first).await;
    let fields = two_questions(&app).await;
    for _ in 0..2 {
        let page = sent(&app, REQUESTER, &path, &fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    }
    assert_eq!(
        app.look_up(ASKED).await,
        "technical_merit 30 How will you examine them? 500 2; technical_merit 20 How will you report? 250 1; \
         social_value 10 What will the community gain? 300 0; price 40  500 0"
    );
    assert_eq!(app.look_up(first).await, id);
    let page = app.get(REQUESTER, &path).await;
    assert!(page.html.contains(r#"weigh <strong data-total="weight_">50</strong> together"#));

    // The two change places.
    let swapped = Form::on(&page, "/draft/criteria")
        .set("question_technical_merit", "How will you report?")
        .set("question_technical_merit-2", "How will you examine them?");
    swapped.send(&app, REQUESTER).await;
    assert_eq!(app.look_up(first).await, id, "it moved and is the same");
    assert!(app.look_up(ASKED).await.starts_with("technical_merit 30 How will you report?"));

    let page = app.get(REQUESTER, &format!("/requests/{reference}/preview")).await;
    for said in ["2 questions, 50% together", "question 1", "question 2", "Up to 250 words"] {
        assert!(page.html.contains(said), "“{said}” is missing: {}", page.html);
    }
    let draft = app.get(REQUESTER, &format!("/requests/{reference}")).await;
    let copy = Form::on(&draft, "/copy").send(&app, REQUESTER).await;
    let page = app.get(REQUESTER, &format!("{copy}/draft/criteria")).await;
    let copied = Form::on(&page, "/draft/criteria");
    assert_eq!(copied.value("question_technical_merit").trim(), "How will you report?");
    assert_eq!(copied.value("question_technical_merit-2").trim(), "How will you examine them?");
}

#[actix_web::test]
async fn what_is_wrong_with_a_question_is_said_of_that_question() {
    let app = TestApp::at(monday()).await;
    let address = begun(&app).await;
    let path = format!("{address}/draft/criteria");
    for (field, value, why) in [
        ("weight_technical_merit-2", "", "Enter the weight of technical merit, question 2"),
        ("weight_technical_merit-2", "19", "these add up to 99"),
        ("question_technical_merit-2", "", "a question about technical merit, question 2"),
        ("words_technical_merit-2", "49", "question 2 must be a whole number from 50 to 2000"),
        ("minimum_technical_merit-2", "6", "question 2 must be a whole number from 0 to 5"),
        ("question_technical_merit-2", "How will you examine them?", "asks this question already"),
        ("weight_price", "", "Give price a weight"),
    ] {
        let mut fields = two_questions(&app).await;
        for it in &mut fields {
            if it.0 == field {
                it.1 = value.to_owned();
            }
        }
        let page = sent(&app, REQUESTER, &path, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {value}");
        assert!(page.html.contains(why), "{field} {value} should say “{why}”: {}", page.html);
        assert!(page.html.contains("Reports that a court can read."), "what was typed is kept");
    }
    let mut empty = two_questions(&app).await;
    for it in &mut empty {
        match it.0 {
            "weight_technical_merit" => it.1 = "50".to_owned(),
            "weight_technical_merit-2" | "question_technical_merit-2" => it.1.clear(),
            _ => {}
        }
    }
    let page = sent(&app, REQUESTER, &path, &empty).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "a question that was left empty: {}", page.html);
    assert_eq!(app.look_up("select count(*) from request_criteria").await, "3");
}

#[actix_web::test]
async fn the_database_holds_one_price() {
    let app = TestApp::committing(monday()).await;
    written(&app, "mini_competition").await;
    let refused = app
        .arrange(async |conn| {
            let again = "insert into request_criteria (id, request_id, criterion, weight) \
                         select gen_random_uuid(), id, 'price', 10 from requests";
            conn.batch_execute(again).await.unwrap_err()
        })
        .await;
    assert!(refused.to_string().contains("request_criteria_unasked"), "{refused}");
}

#[actix_web::test]
async fn a_bidder_answers_each_question_on_a_page_of_its_own() {
    let app = TestApp::at(monday()).await;
    let reference = written(&app, "mini_competition").await;
    let fields = two_questions(&app).await;
    sent(&app, REQUESTER, &format!("/requests/{reference}/draft/criteria"), &fields).await;
    for (who, side) in [(REQUESTER, "submission"), (APPROVER, "publication")] {
        let page = app.post(who, &format!("/requests/{reference}/{side}"), &[]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    }
    let public = app.get(NOBODY, &format!("/opportunities/{reference}")).await;
    assert!(public.html.contains("2 questions, 50% together"), "{}", public.html);

    let bid = start(&app, KESTREL, &reference).await;
    let list = app.get(KESTREL, &format!("/bids/{bid}")).await;
    let links = Regex::new(r#"href="(/bids/[^"]+/answers/[^"]+)""#).unwrap();
    let links: Vec<String> = links.captures_iter(&list.html).map(|it| it[1].to_owned()).collect();
    assert_eq!(links.len(), 3, "{}", list.html);
    assert!(links[2].ends_with("/answers/social_value"), "{links:?}");
    for (link, number, question) in
        [(&links[0], 1, "How will you examine them?"), (&links[1], 2, "How will you report?")]
    {
        let page = app.get(KESTREL, link).await;
        assert!(page.html.contains(question), "{link}: {}", page.html);
        assert!(page.html.contains(&format!("question {number}")), "{link}: {}", page.html);
        let said = format!("Answer {number}.");
        let saved = save(&app, KESTREL, link, &[("answer", &said)]).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.html);
    }
    let answers = "select string_agg(a.answer, ' ' order by c.position) from bid_answers a \
                   join request_criteria c on c.id = a.criterion_id";
    assert_eq!(app.look_up(answers).await, "Answer 1. Answer 2.");
    let check = app.get(KESTREL, &format!("/bids/{bid}/check")).await;
    for said in ["Answer 1.", "Answer 2.", &links[1]] {
        assert!(check.html.contains(said), "“{said}” is missing: {}", check.html);
    }
    let stranger = app.get(HARROW, &links[1]).await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND);
}

/// A request of which technical merit asks two questions, of 30 and 20, and
/// its bids, an hour after it closed.
async fn closed_with_two(app: TestApp) -> Panel {
    let closes = monday() + days(20);
    let reference = app.arrange(async |conn| cast::open_request(conn, closes).await).await;
    let sql = include_str!("support/bids.sql").replace("$reference", &format!("'{reference}'"));
    let second = "update request_criteria set weight = 30 where criterion = 'technical_merit'; \
                  insert into request_criteria (id, request_id, position, criterion, weight, question, minimum) \
                  select gen_random_uuid(), id, 2, 'technical_merit', 20, 'How will you report?', 2 from requests;";
    app.arrange(async |conn| conn.batch_execute(&format!("{second}{sql}")).await.unwrap()).await;
    let before = app.when(closes - days(1));
    for (who, bid) in
        [(KESTREL, "BID-2026-KESTREL"), (HARROW, "BID-2026-HARROW"), (LANTERN, "BID-2026-LANTERN")]
    {
        let page = bids::submit(&before, who, bid).await;
        assert_eq!(page.status, 303, "{bid}: {}", page.html);
    }
    let panel = Panel { app: app.when(closes + TimeDelta::hours(1)), reference };
    for who in [REQUESTER, APPROVER] {
        assert_eq!(panel.confirm(who).await.status, 303);
    }
    panel.all_declare().await;
    panel
}

/// Scores whatever the page asks, in its order.
async fn score(panel: &Panel, who: &str, page: &str, scores: &[&str]) {
    let shown = panel.get(who, page).await;
    let names = Regex::new(r#"name="score-([0-9a-f-]{36})""#).unwrap();
    let mut ids: Vec<String> =
        names.captures_iter(&shown.html).map(|it| it[1].to_owned()).collect();
    ids.dedup();
    assert_eq!(ids.len(), scores.len(), "{}", shown.html);
    let mut fields = Vec::new();
    for (id, score) in ids.iter().zip(scores) {
        fields.push((format!("score-{id}"), (*score).to_owned()));
        fields.push((format!("reason-{id}"), format!("{REASON} For {score}.")));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|it| (&*it.0, &*it.1)).collect();
    let saved = panel.post(who, page, &fields).await;
    assert_eq!(saved.status, 303, "{}", saved.html);
}

#[actix_web::test]
async fn each_question_is_scored_weighed_and_told_by_itself() {
    let panel = closed_with_two(TestApp::at(monday()).await).await;
    let desk = panel.get(EVALUATOR1, "evaluation/A").await;
    for said in
        ["Technical merit, question 1", "Technical merit, question 2", "20 of 100, minimum 2"]
    {
        assert!(desk.html.contains(said), "“{said}” is missing: {}", desk.html);
    }
    for who in [EVALUATOR1, EVALUATOR2] {
        for letter in ["A", "B", "C"] {
            score(&panel, who, &format!("evaluation/{letter}"), &["4", "2", "3"]).await;
        }
    }
    let table = panel.get(REQUESTER, "moderation").await;
    assert!(table.html.contains("Technical merit, question 2"), "{}", table.html);
    for letter in ["A", "B", "C"] {
        score(&panel, REQUESTER, &format!("moderation/{letter}"), &["4", "2", "3"]).await;
    }
    assert_eq!(panel.post(REQUESTER, "quality-lock", &[]).await.status, 303);
    // 30 × 4/5 + 20 × 2/5 + 10 × 3/5, and a price of £75,000 that earns all 40.
    let ranking = panel.get(APPROVER, "ranking").await;
    for said in ["38.00", "78.00"] {
        assert!(ranking.html.contains(said), "“{said}” is missing: {}", ranking.html);
    }
    assert_eq!(panel.recommend(REQUESTER, "harrow").await.status, 303);
    let approved = panel.post(APPROVER, "award/approval", &[]).await;
    assert_eq!(approved.status, 303, "{}", approved.html);
    let letter = panel.app.get(KESTREL, "/bids/BID-2026-KESTREL/outcome").await;
    for said in ["Technical merit, question 1", "Technical merit, question 2", "For 2."] {
        assert!(letter.html.contains(said), "“{said}” is missing: {}", letter.html);
    }
}

#[actix_web::test]
async fn a_score_below_the_minimum_of_one_question_is_enough_to_be_out() {
    let panel = closed_with_two(TestApp::at(monday()).await).await;
    for who in [EVALUATOR1, EVALUATOR2] {
        for letter in ["A", "B", "C"] {
            score(&panel, who, &format!("evaluation/{letter}"), &["5", "2", "5"]).await;
        }
    }
    for (letter, second) in [("A", "1"), ("B", "2"), ("C", "2")] {
        score(&panel, REQUESTER, &format!("moderation/{letter}"), &["5", second, "5"]).await;
    }
    assert_eq!(panel.post(REQUESTER, "quality-lock", &[]).await.status, 303);
    let out = "select count(*) from bids where state = 'disqualified'";
    let ranking = panel.get(APPROVER, "ranking").await;
    let said = ranking.html.contains("Technical merit, question 2");
    assert!(said, "{}: {}", panel.app.look_up(out).await, ranking.html);
}

#[actix_web::test]
async fn an_amendment_asks_one_more_question_and_earlier_answers_stand() {
    let app = TestApp::at(monday()).await;
    let request =
        app.arrange(async |conn| cast::open_request(conn, monday() + days(14)).await).await;
    let id = "select id from request_criteria where question = 'How will you examine the devices?'";
    let first = app.look_up(id).await;
    let at = format!("/requests/{request}/amendment");
    Form::on(&app.get(REQUESTER, &at).await, "/amendment").send(&app, REQUESTER).await;
    let page = app.get(REQUESTER, &format!("{at}/criteria")).await;
    let add = Form::on(&page, "/amendment/criteria").set("do", "add:technical_merit");
    let page = add.sent(&app, REQUESTER).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.html);
    Form::on(&page, "/amendment/criteria")
        .set("weight_technical_merit", "30")
        .set("question_technical_merit-2", "How will you report?")
        .set("weight_technical_merit-2", "20")
        .send(&app, REQUESTER)
        .await;
    let page = app.get(REQUESTER, &at).await;
    for said in [
        "There is a new question, on Technical merit, question 2",
        "Award criterion: Technical merit, question 1",
    ] {
        assert!(page.html.contains(said), "“{said}” is missing: {}", page.html);
    }
    let why = Form::on(&page, "/amendment/submission").set("why", "We forgot the reports.");
    why.send(&app, REQUESTER).await;
    let page = app.get(APPROVER, &at).await;
    Form::on(&page, "/amendment/publication").send(&app, APPROVER).await;
    assert_eq!(
        app.look_up(ASKED).await,
        "technical_merit 30 How will you examine the devices? 500 0; technical_merit 20 How will you report? 500 0; \
         social_value 10 What will the community gain? 500 0; price 40  500 0"
    );
    assert_eq!(app.look_up(id).await, first, "what was answered before is the same question");
    let changes = app.get(NOBODY, &format!("/opportunities/{request}/changes")).await;
    assert!(changes.html.contains("How will you report?"), "{}", changes.html);

    // And takes the first out again: the other is the only one from then on.
    Form::on(&app.get(REQUESTER, &at).await, "/amendment").send(&app, REQUESTER).await;
    let page = app.get(REQUESTER, &format!("{at}/criteria")).await;
    Form::on(&page, "/amendment/criteria")
        .set("remove_technical_merit", "yes")
        .set("weight_technical_merit-2", "50")
        .send(&app, REQUESTER)
        .await;
    let page = app.get(REQUESTER, &at).await;
    Form::on(&page, "/amendment/submission")
        .set("why", "One is enough.")
        .send(&app, REQUESTER)
        .await;
    let page = app.get(APPROVER, &at).await;
    Form::on(&page, "/amendment/publication").send(&app, APPROVER).await;
    assert!(app.look_up(ASKED).await.starts_with("technical_merit 50 How will you report? 500 0"));
    let gone = format!("select removed_in from request_criteria where id = '{first}'");
    assert_eq!(app.look_up(&gone).await, "3", "older bids still name it");
    let public = app.get(NOBODY, &format!("/opportunities/{request}")).await;
    assert!(public.html.contains("<strong>Technical merit</strong>"), "{}", public.html);
}
