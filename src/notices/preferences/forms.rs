//! What people choose.

use super::model::Preference;
use super::policy::pace_of;
use crate::outbox::preferences::{Kind, Pace};
use crate::web::form::{Mistakes, Posted};

/// One choice as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// The kind.
    pub kind: Kind,
    /// How often, as sent.
    pub pace: String,
}

/// The choices a person is offered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PreferencesForm(pub Vec<Chosen>);

impl PreferencesForm {
    /// As they stand.
    pub fn of(offered: &[Kind], chosen: &[Preference]) -> Self {
        let one = |kind: &Kind| {
            let pace = pace_of(chosen, *kind).word().to_owned();
            Chosen { kind: *kind, pace }
        };
        Self(offered.iter().map(one).collect())
    }

    /// As they were sent.
    pub fn typed(posted: &Posted, offered: &[Kind]) -> Self {
        let one = |kind: &Kind| Chosen { kind: *kind, pace: posted.text(kind.word()) };
        Self(offered.iter().map(one).collect())
    }

    /// Reads the choices.
    pub fn parse(&self) -> Result<Vec<Preference>, Mistakes> {
        let mut mistakes = Mistakes::default();
        let mut chosen = Vec::new();
        for Chosen { kind, pace } in &self.0 {
            match Pace::parse(pace).filter(|it| kind.paces().contains(it)) {
                Some(pace) => chosen.push(Preference { kind: *kind, pace }),
                None => mistakes.add(
                    kind.word(),
                    format!("Choose how often to hear of: {}", kind.label().to_lowercase()),
                ),
            }
        }
        if mistakes.is_empty() { Ok(chosen) } else { Err(mistakes) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Pace, Preference, PreferencesForm};
    use crate::web::form::Posted;

    #[test]
    fn each_kind_takes_only_what_may_be_chosen_for_it() {
        let sent = |new_requests: &str, expiry: &str| {
            let pairs = [("new_requests", new_requests), ("expiry", expiry)];
            let posted = Posted::of(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
            PreferencesForm::typed(&posted, &[Kind::NewRequests, Kind::Expiry]).parse()
        };
        assert_eq!(
            sent("off", "daily").unwrap(),
            [
                Preference { kind: Kind::NewRequests, pace: Pace::Off },
                Preference { kind: Kind::Expiry, pace: Pace::Daily },
            ]
        );
        let mistakes = sent("", "off").unwrap_err();
        assert!(mistakes.on("new_requests").is_some() && mistakes.on("expiry").is_some());
    }
}
