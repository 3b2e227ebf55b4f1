//! What may be chosen, by whom. Pure.

use super::model::Preference;
use crate::accounts::model::{Organisation, Role};
use crate::outbox::preferences::{Kind, Pace};

/// The kinds of mail a person gets and may choose about.
pub fn offered(roles: &[Role]) -> Vec<Kind> {
    let any = |wanted: &[Role]| wanted.iter().any(|it| roles.contains(it));
    let may = |kind: &Kind| match kind {
        Kind::NewRequests => any(&[Role::Bidder]),
        Kind::Expiry => any(&[Role::ProviderAdmin, Role::Bidder]),
        // That is chosen for each search, where it is saved.
        Kind::SavedSearches => false,
    };
    Kind::ALL.iter().copied().filter(may).collect()
}

/// What a person has chosen for a kind; at once where they said nothing.
pub fn pace_of(chosen: &[Preference], kind: Kind) -> Pace {
    chosen.iter().find(|it| it.kind == kind).map_or(Pace::AtOnce, |it| it.pace)
}

/// What changes when the digest of these kinds is ended: only what still
/// comes in it.
pub fn ended(chosen: &[Preference], kinds: &[Kind]) -> Vec<Preference> {
    let daily = kinds.iter().filter(|kind| pace_of(chosen, **kind) == Pace::Daily);
    daily.map(|kind| Preference { kind: *kind, pace: kind.without_digest() }).collect()
}

/// What is always sent, in words for the person who gets it.
pub fn always_sent(organisation: Organisation) -> &'static [&'static str] {
    match organisation {
        Organisation::Provider(_) => &[
            "anything about your account: passwords, sign-ins, invitations",
            "what became of your application, and suspensions",
            "urgent requests, and requests made to your company alone",
            "changes and answers on requests you follow, receipts for your bids, and their outcomes",
            "contracts to sign",
        ],
        Organisation::Force(_) => &[
            "anything about your account: passwords, sign-ins, invitations",
            "requests that wait for your approval or come back to you",
            "questions from providers, and bids that are ready to open or to score",
            "awards that wait for you, and contracts to sign",
        ],
        Organisation::Operator => &[
            "anything about your account: passwords, sign-ins, invitations",
            "applications that wait to be checked, and decisions that wait to be confirmed",
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_asked_about_the_mail_they_get() {
        for (roles, kinds) in [
            (vec![Role::Bidder], vec![Kind::NewRequests, Kind::Expiry]),
            (vec![Role::ProviderAdmin], vec![Kind::Expiry]),
            (vec![Role::DeliveryManager], vec![]),
            (vec![Role::Requester, Role::Approver], vec![]),
            (vec![Role::OperatorAdmin], vec![]),
        ] {
            assert_eq!(offered(&roles), kinds, "{roles:?}");
        }
    }

    #[test]
    fn ending_a_digest_changes_only_what_comes_in_it() {
        let chosen = |new_requests, expiry| {
            vec![
                Preference { kind: Kind::NewRequests, pace: new_requests },
                Preference { kind: Kind::Expiry, pace: expiry },
            ]
        };
        let off = Preference { kind: Kind::NewRequests, pace: Pace::Off };
        let at_once = Preference { kind: Kind::Expiry, pace: Pace::AtOnce };
        for (stands, kinds, changes) in [
            (chosen(Pace::Daily, Pace::Daily), Kind::ALL, vec![off, at_once]),
            (chosen(Pace::Daily, Pace::Daily), &[Kind::NewRequests], vec![off]),
            (chosen(Pace::AtOnce, Pace::Daily), Kind::ALL, vec![at_once]),
            (chosen(Pace::Off, Pace::AtOnce), Kind::ALL, vec![]),
            (vec![], Kind::ALL, vec![]),
        ] {
            assert_eq!(ended(&stands, kinds), changes, "{stands:?} {kinds:?}");
        }
    }
}
