//! Filling in a form as a person without JavaScript does: from the page that
//! shows it, keeping what it already holds.

use actix_web::http::StatusCode;
use regex::Regex;

use super::app::{Page, TestApp};

/// A form on a page.
#[derive(Clone)]
pub struct Form {
    action: String,
    fields: Vec<(String, String)>,
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let found = Regex::new(&format!(r#"\s{name}="([^"]*)""#)).unwrap().captures(tag)?;
    Some(plain(&found[1]))
}

fn plain(html: &str) -> String {
    let mut text = html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    for (code, letter) in [
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ] {
        text = text.replace(code, letter);
    }
    text
}

impl Form {
    /// The form on the page whose address ends so.
    pub fn on(page: &Page, action_ends: &str) -> Self {
        let forms = Regex::new(r"(?s)<form\b[^>]*>.*?</form>").unwrap();
        let found = forms.find_iter(&page.html).map(|it| it.as_str()).find(|form| {
            let head = form.split('>').next().unwrap();
            head.contains("post")
                && attribute(head, "action").is_some_and(|it| it.ends_with(action_ends))
        });
        let form = found.unwrap_or_else(|| {
            panic!("no form to …{action_ends} on the page ({}):\n{}", page.status, page.html)
        });
        let action = attribute(form.split('>').next().unwrap(), "action").unwrap();
        Self { action, fields: fields(form) }
    }

    /// What a field holds.
    pub fn value(&self, name: &str) -> &str {
        self.fields.iter().find(|it| it.0 == name).map_or("", |it| it.1.as_str())
    }

    /// Types into a field, replacing what it held.
    pub fn set(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(it, _)| it != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Ticks one more of several boxes of the same name.
    pub fn tick(mut self, name: &str, value: &str) -> Self {
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Types the same into every field whose name begins so.
    pub fn set_each(mut self, begins: &str, names: &[String], value: &str) -> Self {
        for name in names.iter().filter(|it| it.starts_with(begins)) {
            self = self.set(name, value);
        }
        self
    }

    /// Sends it, and expects to be sent on.
    pub async fn send(self, app: &TestApp, who: &str) -> String {
        let action = self.action.clone();
        let page = self.sent(app, who).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{action} as {who}:\n{}", page.html);
        page.location.unwrap()
    }

    /// Sends it as an impatient person does, who presses the button twice
    /// before the first answer is there: both answers are the same.
    pub async fn send_twice(self, app: &TestApp, who: &str) -> String {
        let action = self.action.clone();
        let (one, two) =
            futures_util::future::join(self.clone().sent(app, who), self.sent(app, who)).await;
        for page in [&one, &two] {
            assert_eq!(page.status, StatusCode::SEE_OTHER, "{action} as {who}:\n{}", page.html);
        }
        assert_eq!(one.location, two.location, "{action} as {who}");
        one.location.unwrap()
    }

    /// Sends it, whatever comes of it.
    pub async fn sent(self, app: &TestApp, who: &str) -> Page {
        let fields: Vec<(&str, &str)> = self
            .fields
            .iter()
            .filter(|(name, _)| name != "csrf")
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        app.post(who, &self.action, &fields).await
    }
}

/// The names of everything that can be filled in on a page.
pub fn names(page: &Page) -> Vec<String> {
    let tags = Regex::new(r"<(?:input|textarea|select)\b[^>]*>").unwrap();
    let mut names: Vec<String> =
        tags.find_iter(&page.html).filter_map(|it| attribute(it.as_str(), "name")).collect();
    names.dedup();
    names
}

/// The values offered by the radios, boxes or select of a name.
pub fn offered(page: &Page, name: &str) -> Vec<String> {
    let tags = Regex::new(r"<input\b[^>]*>").unwrap();
    let inputs = tags.find_iter(&page.html).map(|it| it.as_str());
    let mut offered: Vec<String> = inputs
        .filter(|it| attribute(it, "name").as_deref() == Some(name))
        .filter_map(|it| attribute(it, "value"))
        .collect();
    let select =
        Regex::new(&format!(r#"(?s)<select\b[^>]*name="{}".*?</select>"#, regex::escape(name)))
            .unwrap();
    if let Some(found) = select.find(&page.html) {
        let options = Regex::new(r"<option\b[^>]*>").unwrap();
        offered.extend(
            options.find_iter(found.as_str()).filter_map(|it| attribute(it.as_str(), "value")),
        );
    }
    offered.retain(|it| !it.is_empty());
    offered
}

fn fields(form: &str) -> Vec<(String, String)> {
    let parts = Regex::new(
        r"(?s)<input\b[^>]*>|<textarea\b[^>]*>.*?</textarea>|<select\b[^>]*>.*?</select>",
    )
    .unwrap();
    let chosen = Regex::new(r"<option\b[^>]*\sselected[^>]*>").unwrap();
    let mut fields = Vec::new();
    for part in parts.find_iter(form).map(|it| it.as_str()) {
        let head = format!("{}>", part.split('>').next().unwrap());
        let Some(name) = attribute(&head, "name") else { continue };
        let kind = attribute(&head, "type").unwrap_or_default();
        if part.starts_with("<textarea") {
            let text = &part[head.len()..part.len() - "</textarea>".len()];
            fields.push((name, plain(text)));
        } else if part.starts_with("<select") {
            let value = chosen.find(part).and_then(|it| attribute(it.as_str(), "value"));
            fields.push((name, value.unwrap_or_default()));
        } else if !matches!(kind.as_str(), "radio" | "checkbox") || head.contains(" checked") {
            fields.push((name, attribute(&head, "value").unwrap_or_default()));
        }
    }
    fields
}
