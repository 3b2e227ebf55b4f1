//! When a person has to show again who they are.

use chrono::TimeDelta;

use crate::error::Error;
use crate::types::time::Moment;

/// How long one proof is good for.
pub const FRESH: TimeDelta = TimeDelta::minutes(10);
/// How long it is good for a signature, which nobody is to give at a screen
/// that its owner has left.
pub const JUST_NOW: TimeDelta = TimeDelta::minutes(2);

/// Why not, in words for the person asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no such session, or it has ended.
    #[error("That session has already ended.")]
    SessionGone,
    /// Another worker was quicker.
    #[error("Whoever asked for a new password has been written to already.")]
    Answered,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// Is a proof given then still fresh enough for what is sent to this address?
pub fn is_fresh(path: &str, proven_at: Moment, now: Moment) -> bool {
    now < proven_at + good_for(path)
}

/// How long a proof is good for what is sent to this address.
pub fn good_for(path: &str) -> TimeDelta {
    if signs(path) { JUST_NOW } else { FRESH }
}

fn signs(path: &str) -> bool {
    path.ends_with("/provider-signature") || path.ends_with("/force-signature")
}

/// Whether sending a form to this address takes a fresh proof: signing,
/// opening, awarding, what a person may do, and how they prove who they are.
pub fn needs_proof(path: &str) -> bool {
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    match parts.as_slice() {
        ["contracts", _, "provider-signature" | "force-signature" | "waivers"]
        | ["contracts", _, "termination", "confirmation"]
        | ["contracts", _, "variation", "approval" | "return"]
        | ["requests", _, "opening" | "quality-lock" | "award" | "no-award" | "publication"]
        | ["requests", _, "award" | "no-award", "approval" | "refusal"]
        | ["requests", _, "award", "withdrawal"]
        | ["requests", _, "award", "withdrawal", "approval" | "refusal"]
        | ["requests", _, "award", "challenges", _, "lifting"]
        | ["requests", _, "ranking", "changes"]
        | ["requests", _, "ranking", "changes", _, "approval" | "refusal"]
        | ["requests", _, "explanations", _, "acceptance"]
        | ["people", "invitations"]
        | ["people", _, "roles" | "deactivation" | "reactivation"]
        | ["provider", "terms"]
        | ["operator", "applications", _, "proposal" | "confirmation"]
        | ["operator", "providers", _, "suspension" | "lifting" | "removal"]
        | ["operator", "changes", _, "decision"]
        | ["operator", "forces", _, "domains" | "domain-removal" | "merger" | "invitations"]
        | ["operator", "framework", "fee" | "terms"]
        | ["operator", "framework", "maxima", _]
        | ["operator", "blocked", "release"]
        | ["operator", "factor-resets"]
        | ["operator", "factor-resets", _, "confirmation"]
        | ["account", "address" | "password"] => true,
        // Asked for by the script before the form is sent; it gives nothing away.
        ["account", "second-factor", "passkeys", "challenge"] => false,
        ["account", "second-factor", rest @ ..] => !rest.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::{is_fresh, needs_proof};
    use crate::types::time::Moment;

    #[test]
    fn a_proof_is_fresh_for_ten_minutes_and_for_a_signature_for_two() {
        let then = Moment::from_timestamp(1_767_603_600, 0).unwrap();
        let opening = "/requests/REQ-2026-0001/opening";
        assert!(is_fresh(opening, then, then + TimeDelta::seconds(599)));
        assert!(!is_fresh(opening, then, then + TimeDelta::minutes(10)));
        for side in ["provider", "force"] {
            let signature = format!("/contracts/CON-2026-0001/{side}-signature");
            assert!(is_fresh(&signature, then, then + TimeDelta::seconds(119)));
            assert!(!is_fresh(&signature, then, then + TimeDelta::minutes(2)));
        }
    }

    #[test]
    fn what_binds_or_gives_power_takes_a_fresh_proof() {
        for path in [
            "/contracts/CON-2026-0001/provider-signature",
            "/contracts/CON-2026-0001/force-signature",
            "/requests/REQ-2026-0001/opening",
            "/requests/REQ-2026-0001/award/approval",
            "/people/invitations",
            "/people/0196/roles",
            "/account/second-factor/passkeys",
            "/account/password",
        ] {
            assert!(needs_proof(path), "{path}");
        }
        for path in
            ["/account", "/account/second-factor", "/account/name", "/bids/BID-1/submission"]
        {
            assert!(!needs_proof(path), "{path}");
        }
    }
}
