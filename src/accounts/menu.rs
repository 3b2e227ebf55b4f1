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
            ("Providers", "/operator/providers"),
            ("Opportunities", "/opportunities"),
            ("Mail", "/operator/mail"),
            ("Audit", "/audit"),
        ],
    };
    let mut ways = ways.to_vec();
    if viewer.is_some_and(|it| it.roles.contains(&Role::Auditor)) {
        ways.push(EVERY_REQUEST);
    }
    let people = match viewer.map(|it| it.organisation) {
        Some(Organisation::Force(_)) => Some((Role::ForceAdmin, ("People", "/force/people"))),
        Some(Organisation::Provider(_)) => {
            Some((Role::ProviderAdmin, ("People", "/provider/people")))
        }
        _ => None,
    };
    ways.extend(
        people.filter(|it| viewer.is_some_and(|who| who.roles.contains(&it.0))).map(|it| it.1),
    );
    let is_under = |href: &str| path == href || path.starts_with(&format!("{href}/"));
    let leads_here = |way: &(&str, &str)| {
        is_under(way.1)
            || (*way == EVERY_REQUEST && is_under("/requests"))
            || (way.0 == "People" && is_under("/people"))
    };
    // Of two that lead here, such as a home and a section of it, the nearer one.
    let here = ways.iter().copied().filter(leads_here).max_by_key(|way| way.1.len());
    let item = |way: (&str, &str)| NavItem {
        label: way.0.to_owned(),
        href: way.1.to_owned(),
        current: Some(way) == here,
    };
    ways.into_iter().map(item).collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::of;
    use crate::accounts::model::{Organisation, Role, Viewer};
    use crate::audit::Actor;
    use crate::types::time::Moment;

    fn viewer(organisation: Organisation, role: Role) -> Viewer {
        Viewer {
            by: Actor::system("test"),
            user: Uuid::from_u128(2).into(),
            name: "Ann Lee".to_owned(),
            email: "ann@x.example".to_owned(),
            organisation,
            organisation_name: "X".to_owned(),
            roles: vec![role],
            session: Uuid::from_u128(3),
            proven_at: Moment::UNIX_EPOCH,
            two_factors: true,
        }
    }

    fn current(viewer: Option<&Viewer>, path: &str) -> Vec<String> {
        let ways = of(viewer, path).into_iter();
        ways.filter(|it| it.current).map(|it| it.label).collect()
    }

    #[test]
    fn at_most_one_way_is_marked_as_where_we_are() {
        let provider = Organisation::Provider(Uuid::from_u128(1).into());
        let force = Organisation::Force(Uuid::from_u128(1).into());
        for (organisation, role, path, label) in [
            (provider, Role::ProviderAdmin, "/provider", "Today"),
            (provider, Role::ProviderAdmin, "/provider/dossier", "Dossier"),
            (provider, Role::ProviderAdmin, "/provider/dossier/lots", "Dossier"),
            (provider, Role::ProviderAdmin, "/provider/specialists", "Today"),
            (provider, Role::ProviderAdmin, "/provider/people", "People"),
            (provider, Role::Bidder, "/provider/people", "Today"),
            (force, Role::ForceAdmin, "/people/invitations", "People"),
            (force, Role::ForceAdmin, "/requests/REQ-2026-1", "Requests"),
            (
                Organisation::Operator,
                Role::Auditor,
                "/operator/applications/kestrel",
                "Applications",
            ),
            (Organisation::Operator, Role::Auditor, "/operator/requests", "Requests"),
            (Organisation::Operator, Role::Auditor, "/requests/REQ-2026-1", "Requests"),
            (Organisation::Operator, Role::Auditor, "/operator/forces", "Today"),
        ] {
            let viewer = viewer(organisation, role);
            assert_eq!(current(Some(&viewer), path), [label], "{role:?} at {path}");
        }
        assert!(current(None, "/help").is_empty());
        assert_eq!(current(None, "/providers/kestrel"), ["Providers"]);
    }
}
