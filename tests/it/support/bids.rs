//! Writing a bid the way a person does: page by page, through the forms.

use actix_web::http::StatusCode;

use super::app::{Page, TestApp};

/// Begins a bid on a request and returns the bid's reference.
pub async fn start(app: &TestApp, who: &str, request: &str) -> String {
    let page = app.post(who, &format!("/opportunities/{request}/bid"), &[]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    page.location.unwrap().trim_start_matches("/bids/").to_owned()
}

/// The value of a hidden field.
pub fn hidden(page: &Page, name: &str) -> String {
    let field = format!("name=\"{name}\" value=\"");
    let after =
        page.html.split(&field).nth(1).unwrap_or_else(|| panic!("no {name}: {}", page.html));
    after.split('"').next().unwrap().to_owned()
}

/// Opens a section's page and sends its form.
pub async fn save(app: &TestApp, who: &str, path: &str, fields: &[(&str, &str)]) -> Page {
    let page = app.get(who, path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.html);
    let seen = hidden(&page, "seen");
    let mut fields = fields.to_vec();
    fields.push(("seen", &seen));
    app.post(who, path, &fields).await
}

/// The ids of a request's roles or requirements, in order.
pub async fn ids(app: &TestApp, table: &str, request: &str) -> Vec<String> {
    let sql = format!(
        "select string_agg(t.id::text, ' ' order by t.position) from {table} t \
         join requests r on r.id = t.request_id where r.reference = '{request}'"
    );
    app.look_up(&sql).await.split_whitespace().map(str::to_owned).collect()
}

/// The id of one of the provider's specialists, by name.
async fn specialist(app: &TestApp, who: &str, name: &str) -> String {
    let sql = format!(
        "select s.id from specialists s join users u on u.provider_id = s.provider_id \
         where u.email = '{who}' and s.name = '{name}'"
    );
    app.look_up(&sql).await
}

/// Fills in every section of a bid; `mark` is in every text, and the cap on
/// expenses is as typed.
pub async fn write(app: &TestApp, who: &str, request: &str, bid: &str, mark: &str, cap: &str) {
    for (path, fields) in sections(app, who, request, bid, mark, cap).await {
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let page = save(app, who, &path, &fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{path}: {}", page.html);
    }
}

/// Every section's address with what a whole bid says in it.
pub async fn sections(
    app: &TestApp,
    who: &str,
    request: &str,
    bid: &str,
    mark: &str,
    cap: &str,
) -> Vec<(String, Vec<(String, String)>)> {
    let at = |place: &str| format!("/bids/{bid}/{place}");
    let pair = |name: String, value: &str| (name, value.to_owned());
    let asked = ids(app, "request_requirements", request).await;
    let roles = ids(app, "request_roles", request).await;
    let lead = specialist(app, who, "Robin Vale").await;
    let second = specialist(app, who, "Sam Holt").await;
    let answer = |criterion: &str| {
        let said = format!("We work with care. {mark}");
        (at(&format!("answers/{criterion}")), vec![pair("answer".to_owned(), &said)])
    };
    vec![
        (
            at("evidence"),
            vec![
                pair(format!("met_{}", asked[0]), "yes"),
                pair(format!("evidence_{}", asked[0]), &format!("Forty cases. {mark}")),
            ],
        ),
        answer("technical_merit"),
        answer("social_value"),
        (
            at("team"),
            vec![
                pair(format!("role_{}", roles[0]), &lead),
                pair(format!("role_{}", roles[1]), &second),
            ],
        ),
        (
            at("price"),
            vec![
                pair(format!("rate_{}", roles[0]), "987.65"),
                pair(format!("rate_{}", roles[1]), "765.43"),
                pair("expenses_cap".to_owned(), cap),
            ],
        ),
        (
            at("declarations"),
            vec![pair("no_conflict".to_owned(), "yes"), pair("prices_held".to_owned(), "yes")],
        ),
    ]
}

/// Submits a bid.
pub async fn submit(app: &TestApp, who: &str, bid: &str) -> Page {
    app.post(who, &format!("/bids/{bid}/submission"), &[("version", "1")]).await
}
