//! Who may have a session, and for how long.

use chrono::TimeDelta;

use super::model::Person;
use crate::error::Error;
use crate::types::time::Moment;

/// A session ends when it has been idle this long.
pub const IDLE: TimeDelta = TimeDelta::minutes(30);

/// A session ends this long after sign-in, however busy.
pub const ABSOLUTE: TimeDelta = TimeDelta::hours(12);

/// A session's last use is written down only when it is at least this old.
pub const TOUCH_AFTER: TimeDelta = TimeDelta::minutes(1);

/// Why not, in words for the person asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The address is someone's already.
    #[error(
        "There is already an account with this e-mail address. One person acts for one organisation: use another address."
    )]
    AddressTaken,
    /// What was checked does not hold any more.
    #[error("Your account was changed while you signed in. Sign in again.")]
    Changed,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// May someone sign in whose account is like this by now? A password that was
/// changed meanwhile, or an account that was closed, lets nobody in.
pub fn may_sign_in(checked: &Person, now: &Person) -> Result<(), Refusal> {
    let same = checked.password_hash == now.password_hash && now.is_active;
    if same { Ok(()) } else { Err(Refusal::Changed) }
}

/// Is a session begun and last seen at these moments still good?
pub fn session_lives(begun: Moment, last_seen: Moment, now: Moment) -> bool {
    now < last_seen + IDLE && now < begun + ABSOLUTE
}

/// When a session last seen then will end, if it is not used again.
pub fn session_ends(begun: Moment, last_seen: Moment) -> Moment {
    (last_seen + IDLE).min(begun + ABSOLUTE)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::{session_ends, session_lives};
    use crate::types::time::Moment;

    #[test]
    fn a_session_ends_after_thirty_idle_minutes_or_twelve_hours() {
        let begun = Moment::from_timestamp(1_767_603_600, 0).unwrap();
        let after = |minutes| begun + TimeDelta::minutes(minutes);
        assert!(session_lives(begun, begun, after(29)));
        assert!(!session_lives(begun, begun, after(30)));
        assert!(session_lives(begun, after(719), after(719)));
        assert!(!session_lives(begun, after(719), after(720)));
        assert_eq!(session_ends(begun, after(10)), after(40));
        assert_eq!(session_ends(begun, after(700)), after(720));
    }
}
