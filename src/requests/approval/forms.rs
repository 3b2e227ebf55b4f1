//! What an approver types.

use super::model::Comments;
use super::policy::may_schedule;
use crate::requests::model::{CancelReason, Section};
use crate::types::text;
use crate::types::time::Moment;
use crate::types::uk_time;
use crate::web::form::{Mistakes, Posted, TypedDay};

/// A reason, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReasonForm {
    /// As typed.
    pub reason: String,
}

impl ReasonForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self { reason: posted.text("reason") }
    }

    /// Reads it; `what` says what it is in the message.
    pub fn parse(&self, what: &str) -> Result<String, Mistakes> {
        let mut mistakes = Mistakes::default();
        let read = mistakes.keep("reason", text::prose(&self.reason, what, LONGEST));
        read.ok_or(mistakes)
    }
}

/// The longest a comment or a reason may be, in characters.
const LONGEST: usize = 2_000;

/// Comments on a request that is sent back, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReturnForm {
    /// About the request as a whole.
    pub reason: String,
    /// About each section, in page order.
    pub sections: Vec<(Section, String)>,
}

impl ReturnForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        let one = |it: &Section| (*it, posted.text(&format!("comment_{}", it.word())));
        Self { reason: posted.text("reason"), sections: Section::ALL.iter().map(one).collect() }
    }

    /// What was typed about a section.
    pub fn on(&self, section: &Section) -> &str {
        self.sections.iter().find(|it| it.0 == *section).map_or("", |it| it.1.as_str())
    }

    /// Reads them: at least one must say something.
    pub fn parse(&self) -> Result<Comments, Mistakes> {
        let mut mistakes = Mistakes::default();
        let general = text::optional_prose(&self.reason, "what needs to change", LONGEST);
        let general = mistakes.keep("reason", general);
        let mut sections = Vec::new();
        for (section, typed) in &self.sections {
            let field = format!("comment_{}", section.word());
            let read = text::optional_prose(typed, "the comment", LONGEST);
            let read = mistakes.keep(&field, read).filter(|it| !it.is_empty());
            sections.extend(read.map(|it| (*section, it)));
        }
        match general {
            Some(general) if mistakes.is_empty() => {
                if general.is_empty() && sections.is_empty() {
                    mistakes.add("reason", "Say what needs to change, here or on a section");
                    return Err(mistakes);
                }
                Ok(Comments { general, sections })
            }
            _ => Err(mistakes),
        }
    }
}

/// When to publish, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PublicationForm {
    /// `now` or `later`; now, if nothing is chosen.
    pub when: String,
    /// The day.
    pub day: TypedDay,
    /// The hour.
    pub hour: String,
}

impl PublicationForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self {
            when: posted.text("when"),
            day: TypedDay::typed(posted, "publish"),
            hour: posted.text("publish_hour"),
        }
    }

    /// Reads it: the time chosen, or none for at once.
    pub fn parse(&self, now: Moment) -> Result<Option<Moment>, Mistakes> {
        if self.when != "later" {
            return Ok(None);
        }
        let mut mistakes = Mistakes::default();
        let day = mistakes.keep("publish", self.day.parse("The day to publish"));
        let hour = self.hour.parse::<u32>().map_err(|_| "Choose the hour to publish");
        let hour = mistakes.keep("publish_hour", hour);
        if let (Some(day), Some(hour)) = (day, hour) {
            let at = uk_time::moment_from(day, hour).map_err(str::to_owned);
            let at =
                at.and_then(|at| may_schedule(at, now).map(|()| at).map_err(|it| it.to_string()));
            if let Some(at) = mistakes.keep("publish", at) {
                return Ok(Some(at));
            }
        }
        Err(mistakes)
    }
}

/// Why a request is cancelled, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CancelForm {
    /// The coded reason.
    pub code: String,
    /// In words.
    pub reason: String,
}

impl CancelForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self { code: posted.text("code"), reason: posted.text("reason") }
    }

    /// Reads it.
    pub fn parse(&self) -> Result<(CancelReason, String), Mistakes> {
        let mut mistakes = Mistakes::default();
        let code = CancelReason::parse(&self.code).ok_or("Choose the reason");
        let code = mistakes.keep("code", code);
        let words = text::prose(&self.reason, "what providers should know about it", 2_000);
        let words = mistakes.keep("reason", words);
        code.zip(words).ok_or(mistakes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::requests::drafting::samples::now;

    fn form(when: &str, day: &str, hour: &str) -> PublicationForm {
        let day = TypedDay { day: day.into(), month: "1".into(), year: "2026".into() };
        PublicationForm { when: when.into(), day, hour: hour.into() }
    }

    #[test]
    fn a_time_to_publish_is_a_whole_hour_ahead_or_at_once() {
        assert_eq!(form("now", "x", "x").parse(now()), Ok(None));
        assert_eq!(form("", "", "").parse(now()), Ok(None));
        let at: Moment = "2026-01-06T08:00:00Z".parse().unwrap();
        assert_eq!(form("later", "6", "8").parse(now()), Ok(Some(at)));
        for (day, hour, field, why) in [
            ("5", "9", "publish", "must be in the future"),
            ("32", "9", "publish", "must be a real date"),
            ("6", "", "publish_hour", "Choose the hour to publish"),
        ] {
            let mistakes = form("later", day, hour).parse(now()).unwrap_err();
            assert!(mistakes.on(field).unwrap().contains(why), "{day} {hour}: {mistakes:?}");
        }
    }

    #[test]
    fn whoever_sends_back_says_something_somewhere() {
        let typed = |pairs: &[(&str, &str)]| {
            let pairs = pairs.iter().map(|it| (it.0.to_owned(), it.1.to_owned()));
            ReturnForm::typed(&Posted::of(pairs)).parse()
        };
        assert!(typed(&[("reason", " ")]).unwrap_err().on("reason").is_some());
        let read = typed(&[("comment_dates", "Too soon.")]).unwrap();
        assert_eq!(read.sections, [(Section::Dates, "Too soon.".to_owned())]);
        assert_eq!(read.gist(), "There are comments on: Deadlines.");
        let long = "x".repeat(2_001);
        assert!(typed(&[("comment_need", &long)]).unwrap_err().on("comment_need").is_some());
    }
}
