//! Sessions, to begin and as their owner sees them.

use diesel::prelude::*;
use uuid::Uuid;

use crate::types::ids::UserId;
use crate::types::time::Moment;

/// A session to begin.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// SHA-256 of the token in the browser.
    pub token_hash: Vec<u8>,
    /// Whose it is.
    pub user: UserId,
    /// The token its forms carry.
    pub csrf: String,
    /// What the browser calls itself.
    pub user_agent: String,
}

/// One of a person's sessions.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = crate::schema::sessions, check_for_backend(diesel::pg::Pg))]
pub struct OwnSession {
    /// What it is called in addresses.
    pub id: Uuid,
    /// When it began.
    pub created_at: Moment,
    /// When it was last used.
    pub last_seen_at: Moment,
    /// What its browser calls itself.
    pub user_agent: String,
}

impl OwnSession {
    /// Its browser and machine, in words.
    pub fn device(&self) -> String {
        device(&self.user_agent)
    }
}

/// A browser and the kind of machine it runs on, in words, from what the
/// browser calls itself.
pub fn device(user_agent: &str) -> String {
    let first = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    let browser = first(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS", "Firefox"),
        ("CriOS", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ]);
    let machine = first(&[
        ("iPhone", "an iPhone"),
        ("iPad", "an iPad"),
        ("Android", "an Android device"),
        ("Windows", "Windows"),
        ("Mac OS X", "a Mac"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, machine) {
        (Some(browser), Some(machine)) => format!("{browser} on {machine}"),
        (Some(browser), None) => browser.to_owned(),
        (None, Some(machine)) => format!("a browser on {machine}"),
        (None, None) => "an unknown browser".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::device;

    #[test]
    fn browsers_are_named_as_people_know_them() {
        let mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko)";
        for (said, named) in [
            (format!("{mac} Chrome/130.0 Safari/537.36"), "Chrome on a Mac"),
            (format!("{mac} Chrome/130.0 Safari/537.36 Edg/130.0"), "Edge on a Mac"),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0".into(), "Firefox on Linux"),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1".into(), "Safari on an iPhone"),
            ("curl/8.5".into(), "curl"),
            (String::new(), "an unknown browser"),
        ] {
            assert_eq!(device(&said), named, "{said}");
        }
    }
}
