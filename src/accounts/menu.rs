//! Where each kind of organisation can go from every page.

use super::model::{Organisation, Role, Viewer};
use crate::web::page::NavItem;

/// Where an auditor begins to read the requests of every force.
const EVERY_REQUEST: (&str, &str) = ("Requests", "/operator/requests");

/// Where each kind of organisation can go.
pub(super) fn of(viewer: Option<&Viewer>, path: &str) -> Vec<NavItem> {
    let ways: &[(&str, &str)] = match viewer.map(|it| it.organisation) {
        None => &[
            ("Opportunities", "/opportunities"),
            ("Outcomes", "/outcomes"),
            ("Providers", "/providers"),
            ("How it works", "/how-it-works"),
        ],
        Some(Organisation::Force(_)) => &[
            ("Today", "/force"),
            ("Requests", "/requests"),
            ("Contracts", "/contracts"),
            ("Opportunities", "/opportunities"),
            ("Providers", "/providers"),
        ],
        Some(Organisation::Provider(_)) => &[
            ("Today", "/provider"),
            ("Opportunities", "/opportunities"),
            ("Bids", "/bids"),
            ("Contracts", "/contracts"),
            ("Dossier", "/provider/dossier"),
        ],
        Some(Organisation::Operator) => &[
            ("Today", "/operator"),
            ("Applications", "/operator/applications"),
            ("Framework", "/operator/framework"),
            ("Providers", "/providers"),
            ("Opportunities", "/opportunities"),
            ("Mail", "/operator/mail"),
            ("Audit", "/audit"),
        ],
    };
    let mut ways = ways.to_vec();
    if viewer.is_some_and(|it| it.roles.contains(&Role::Auditor)) {
        ways.push(EVERY_REQUEST);
    }
    let is_under = |href: &str| path == href || path.starts_with(&format!("{href}/"));
    let item = |way: (&str, &str)| NavItem {
        label: way.0.to_owned(),
        href: way.1.to_owned(),
        current: is_under(way.1) || (way == EVERY_REQUEST && is_under("/requests")),
    };
    ways.into_iter().map(item).collect()
}
