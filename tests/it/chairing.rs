//! Who chairs a panel: named in the draft, seen by whoever approves it, told
//! when there is something to score, and named to whoever looks for them.

use diesel_async::SimpleAsyncConnection;

use crate::support::app::{TestApp, days, monday};
use crate::support::cast::{APPROVER, AUDITOR, EVALUATOR1, EVALUATOR2, REQUESTER, open_request};
use crate::support::form::{Form, offered};
use crate::support::panel::Panel;

const CHAIR: &str = "select coalesce((select u.email from panel_chairs c join users u on u.id = c.user_id \
    join requests r on r.id = c.request_id where r.reference = '$1'), 'nobody')";

async fn chair_of(app: &TestApp, reference: &str) -> String {
    app.look_up(&CHAIR.replace("$1", reference)).await
}

async fn user(app: &TestApp, email: &str) -> String {
    app.look_up(&format!("select id from users where email = '{email}'")).await
}

async fn is(app: &TestApp, reference: &str, state: &str) {
    let sql = format!(
        "update requests set state = '{state}', published_at = null, approved_by = null, \
         submitted_by = case when '{state}' = 'draft' then null else created_by end \
         where reference = '{reference}'"
    );
    app.arrange(async |conn| conn.batch_execute(&sql).await.unwrap()).await;
}

#[actix_web::test]
async fn the_draft_names_who_chairs_the_panel_and_the_approver_reads_it() {
    let app = TestApp::at(monday()).await;
    let reference = app.arrange(async |conn| open_request(conn, monday() + days(14)).await).await;
    is(&app, &reference, "draft").await;
    let path = format!("/requests/{reference}/draft/panel");
    let page = app.get(REQUESTER, &path).await;
    assert_eq!(page.status, 200, "{}", page.html);
    assert!(page.html.contains("Who chairs the panel"), "{}", page.html);
    assert_eq!(offered(&page, "chair").len(), offered(&page, "panel").len() + 1, "or nobody");
    let (eve, ned) = (user(&app, EVALUATOR1).await, user(&app, EVALUATOR2).await);

    let filled = || Form::on(&page, "/draft/panel").set("conflict_assessment", "None known.");
    let wrong = filled().set("panel", &eve).set("chair", &ned).sent(&app, REQUESTER).await;
    assert_eq!(wrong.status, 422, "{}", wrong.html);
    assert!(wrong.html.contains("Choose somebody who is on the panel, or nobody"));
    assert!(wrong.html.contains("None known."), "what was typed is kept");
    assert_eq!(chair_of(&app, &reference).await, "nobody");

    let both = filled().set("panel", &eve).tick("panel", &ned).set("chair", &ned);
    assert_eq!(both.sent(&app, REQUESTER).await.status, 303);
    assert_eq!(chair_of(&app, &reference).await, EVALUATOR2);
    let again = app.get(REQUESTER, &path).await;
    assert_eq!(Form::on(&again, "/draft/panel").value("chair"), ned, "it is there again");
    let check = app.get(REQUESTER, &format!("/requests/{reference}/check")).await.html;
    assert!(check.contains("(chair)"), "{check}");

    let copied = app.post(REQUESTER, &format!("/requests/{reference}/copy"), &[]).await;
    assert_eq!(copied.status, 303, "{}", copied.html);
    let copy = app
        .look_up(&format!("select reference from requests where reference <> '{reference}'"))
        .await;
    assert_eq!(chair_of(&app, &copy).await, EVALUATOR2, "a copy keeps who chairs");

    is(&app, &reference, "awaiting_approval").await;
    for who in [APPROVER, AUDITOR] {
        let approval = app.get(who, &format!("/requests/{reference}/approval")).await.html;
        assert!(approval.contains("(chair)"), "{who}: {approval}");
    }

    // Taken off the panel, nobody chairs it.
    is(&app, &reference, "draft").await;
    let page = app.get(REQUESTER, &path).await;
    let alone = Form::on(&page, "/draft/panel").set("panel", &eve).set("chair", "nobody");
    assert_eq!(alone.sent(&app, REQUESTER).await.status, 303);
    assert_eq!(chair_of(&app, &reference).await, "nobody");
}

#[actix_web::test]
async fn a_chair_is_told_at_the_opening_and_colleagues_read_who_it_is() {
    let panel = Panel::closed(TestApp::at(monday()).await).await;
    let chairs = "insert into panel_chairs select r.id, u.id from requests r, users u \
        where u.email = 'evaluator2@northshire.example'";
    panel.app.arrange(async |conn| conn.batch_execute(chairs).await.unwrap()).await;
    for who in [REQUESTER, APPROVER] {
        assert_eq!(panel.confirm(who).await.status, 303);
    }
    let told = "select string_agg(recipient, ' ' order by recipient) from outbox \
        where cause like 'evaluation.assigned:%' and body like '%You chair the panel%'";
    assert_eq!(panel.app.look_up(told).await, EVALUATOR2, "and nobody else");
    let assigned = "select count(*) from outbox where cause like 'evaluation.assigned:%'";
    assert_eq!(panel.app.look_up(assigned).await, "2");

    panel.all_declare().await;
    let name = panel
        .app
        .look_up("select name from users where email = 'evaluator2@northshire.example'")
        .await;
    for page in ["evaluation", "moderation"] {
        let read = panel.get(EVALUATOR1, page).await.html;
        assert!(read.contains(&format!("{name} chairs this panel")), "{page}: {read}");
        assert!(!read.contains("Ask an administrator"), "{page}: {read}");
    }
    let change = panel.get(EVALUATOR1, "panel/members").await;
    assert_eq!(change.status, 409, "{}", change.html);
    assert!(change.html.contains("Ask whoever wrote this request"), "{}", change.html);
    let nobody = "delete from panel_chairs";
    panel.app.arrange(async |conn| conn.batch_execute(nobody).await.unwrap()).await;
    let read = panel.get(EVALUATOR1, "evaluation").await.html;
    assert!(read.contains("a requester or an approver of your force agrees its scores"), "{read}");
}
