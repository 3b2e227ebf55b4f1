//! For whom something waits. Pure.

use super::model::{Waiting, Wanted};
use crate::accounts::model::Role;
use crate::accounts::roles::ForceMember;

/// Whether it waits for this person.
pub fn waits_for(it: &Waiting, who: &ForceMember) -> bool {
    let role = match it.wanted {
        Wanted::Silence => who.has(Role::Approver) || who.has(Role::Requester),
        _ => who.has(Role::Approver),
    };
    role && !it.not_for.contains(&who.user)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{Waiting, Wanted, waits_for};
    use crate::accounts::model::Role;
    use crate::accounts::roles::ForceMember;
    use crate::audit::Actor;
    use crate::bids::samples;

    #[test]
    fn it_waits_for_another_approver_than_who_began_it() {
        let person = |n, role| ForceMember {
            by: Actor::system("test"),
            user: Uuid::from_u128(n).into(),
            name: "Sam".to_owned(),
            roles: vec![role],
            force: Uuid::from_u128(99).into(),
        };
        for wanted in Wanted::ALL {
            let it = Waiting {
                request_id: Uuid::from_u128(8).into(),
                wanted: *wanted,
                since: samples::noon(),
                until: None,
                not_for: vec![Uuid::from_u128(1).into()],
            };
            assert!(!waits_for(&it, &person(1, Role::Approver)), "{wanted:?}");
            assert!(waits_for(&it, &person(2, Role::Approver)), "{wanted:?}");
            let also = *wanted == Wanted::Silence;
            assert_eq!(waits_for(&it, &person(2, Role::Requester)), also, "{wanted:?}");
            assert!(!waits_for(&it, &person(2, Role::Evaluator)), "{wanted:?}");
        }
    }
}
