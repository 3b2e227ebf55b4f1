//! Where each kind of organisation can go from every page.

use super::model::Organisation;
use crate::web::page::NavItem;

/// Where each kind of organisation can go.
pub(super) fn of(organisation: Option<Organisation>, path: &str) -> Vec<NavItem> {
    let ways: &[(&str, &str)] = match organisation {
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
    let item = |(label, href): &(&str, &str)| NavItem {
        label: (*label).to_owned(),
        href: (*href).to_owned(),
        current: path == *href || path.starts_with(&format!("{href}/")),
    };
    ways.iter().map(item).collect()
}
