//! What a clarification is, to everyone but its asker.

use diesel::prelude::*;

use crate::schema::clarifications;
use crate::types::ids::{ClarificationId, RequestId};
use crate::types::time::Moment;
use crate::types::uk_time;

/// A question and its answer. There is no asker in it to show by mistake.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = clarifications, check_for_backend(diesel::pg::Pg))]
pub struct Clarification {
    /// Its id.
    pub id: ClarificationId,
    /// Its number within the request.
    pub number: i32,
    /// The question, as it was asked: for the force and for whoever asked.
    pub question: String,
    /// When it was asked.
    pub asked_at: Moment,
    /// The answer, once given.
    pub answer: Option<String>,
    /// When it was given.
    pub answered_at: Option<Moment>,
    /// How everyone reads the question, if not as it was asked.
    pub reworded: Option<String>,
    /// The first question that the same answer answers.
    pub answered_with: Option<i32>,
}

impl Clarification {
    /// The answer, or nothing yet.
    pub fn answered(&self) -> &str {
        self.answer.as_deref().unwrap_or_default()
    }

    /// When it was answered, in words.
    pub fn answered_on(&self) -> String {
        self.answered_at.map(uk_time::short).unwrap_or_default()
    }

    /// When it was asked, in words.
    pub fn asked_on(&self) -> String {
        uk_time::short(self.asked_at)
    }

    /// The question as everyone reads it.
    pub fn public(&self) -> &str {
        self.reworded.as_deref().unwrap_or(&self.question)
    }

    /// Whether everyone reads it in other words than the asker's.
    pub fn is_reworded(&self) -> bool {
        self.reworded.is_some()
    }

    /// The number that its answer is known by.
    pub fn leads(&self) -> i32 {
        self.answered_with.unwrap_or(self.number)
    }
}

/// What an answer said before it was corrected.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Earlier {
    /// The question's number.
    pub number: i32,
    /// When it was given.
    pub answered_at: Moment,
    /// What it said.
    pub answer: String,
    /// Until when it said so.
    pub corrected_at: Moment,
}

impl Earlier {
    /// From when until when it stood, in words.
    pub fn stood(&self) -> String {
        format!("{} until {}", uk_time::short(self.answered_at), uk_time::short(self.corrected_at))
    }
}

/// One answer with every question it answers, as everyone reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The questions' numbers.
    pub numbers: Vec<i32>,
    /// The questions, each wording once.
    pub questions: Vec<String>,
    /// The answer.
    pub answer: String,
    /// When it was given or last corrected.
    pub on: String,
    /// What it said before, the newest first.
    pub earlier: Vec<Earlier>,
}

impl Answered {
    /// What it is called: `Question 2`, `Questions 2 and 5`.
    pub fn title(&self) -> String {
        title(&self.numbers)
    }
}

/// What some questions are called together.
pub fn title(numbers: &[i32]) -> String {
    let said: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    match said.as_slice() {
        [] => "Question".to_owned(),
        [one] => format!("Question {one}"),
        [many @ .., last] => format!("Questions {} and {last}", many.join(", ")),
    }
}

/// A question of one's own company, which nobody else is shown as such.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnQuestion {
    /// Its number.
    pub number: i32,
    /// As it was asked.
    pub question: String,
    /// Whether it is answered.
    pub is_answered: bool,
    /// Whether everyone reads it in other words.
    pub is_reworded: bool,
}

/// The questions about a request, as someone outside the force sees them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Questions {
    /// The answers, in the order of the first question of each.
    pub answers: Vec<Answered>,
    /// How many questions wait for one.
    pub waiting: usize,
    /// Those that the looker's own company asked.
    pub own: Vec<OwnQuestion>,
    /// Marks how they stand, to notice that they have changed.
    pub mark: String,
}

impl Questions {
    /// Lays out what is public, and what the looker's company asked itself.
    pub fn of(all: &[Clarification], earlier: &[Earlier], own: &[i32]) -> Self {
        let mut answers: Vec<(i32, Answered)> = Vec::new();
        for it in all.iter().filter(|it| it.answer.is_some()) {
            let said = it.public().to_owned();
            match answers.iter_mut().find(|one| one.0 == it.leads()) {
                Some((_, group)) => {
                    group.numbers.push(it.number);
                    if !group.questions.contains(&said) {
                        group.questions.push(said);
                    }
                }
                None => {
                    let before = earlier.iter().filter(|one| one.number == it.number).cloned();
                    let group = Answered {
                        numbers: vec![it.number],
                        questions: vec![said],
                        answer: it.answered().to_owned(),
                        on: it.answered_on(),
                        earlier: before.collect(),
                    };
                    answers.push((it.leads(), group));
                }
            }
        }
        let asked = all.iter().filter(|it| own.contains(&it.number));
        let asked = asked.map(|it| OwnQuestion {
            number: it.number,
            question: it.question.clone(),
            is_answered: it.answer.is_some(),
            is_reworded: it.is_reworded(),
        });
        let answered = all.iter().filter(|it| it.answer.is_some()).count();
        let last = all.iter().filter_map(|it| it.answered_at).max();
        Self {
            answers: answers.into_iter().map(|it| it.1).collect(),
            waiting: all.len().saturating_sub(answered),
            own: asked.collect(),
            mark: mark(answered, all.len(), last),
        }
    }

    /// Whether nobody has asked anything.
    pub fn is_empty(&self) -> bool {
        self.answers.is_empty() && self.waiting == 0
    }

    /// How many wait for an answer, in words.
    pub fn waiting_words(&self) -> String {
        match self.waiting {
            1 => "1 question waits for an answer.".to_owned(),
            count => format!("{count} questions wait for an answer."),
        }
    }

    /// How many had none when bids closed, in words.
    pub fn unanswered_words(&self) -> String {
        match self.waiting {
            1 => "1 question was not answered before bids closed.".to_owned(),
            count => format!("{count} questions were not answered before bids closed."),
        }
    }
}

/// Marks how the questions about a request stand: nothing in it that is not on
/// its public page.
pub fn mark(answered: usize, asked: usize, last: Option<Moment>) -> String {
    format!("{answered}-{asked}-{}", last.map(|it| it.timestamp_micros()).unwrap_or_default())
}

/// The questions of a request that wait for its force.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Waiting {
    /// The request.
    pub request_id: RequestId,
    /// How many.
    pub count: i64,
    /// When the oldest was asked.
    pub oldest: Moment,
}

impl Waiting {
    /// Of some questions, if any of them waits.
    pub fn among(request: RequestId, all: &[Clarification]) -> Option<Self> {
        let open: Vec<_> = all.iter().filter(|it| it.answer.is_none()).collect();
        let oldest = open.iter().map(|it| it.asked_at).min()?;
        Some(Self { request_id: request, count: i64::try_from(open.len()).ok()?, oldest })
    }

    /// How many, and how long the oldest has waited.
    pub fn words(&self, now: Moment) -> String {
        let since = uk_time::in_words(now, self.oldest);
        match self.count {
            1 => format!("1 question waits for an answer, asked {since}"),
            count => format!("{count} questions wait for an answer, the oldest asked {since}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Clarification, Earlier, Questions, title};
    use crate::types::ids::ClarificationId;
    use crate::types::time::Moment;

    fn asked(number: i32, answer: Option<&str>) -> Clarification {
        let at = Moment::from_timestamp(1_767_603_600, 0).unwrap();
        Clarification {
            id: ClarificationId::mint(),
            number,
            question: format!("Question of Kestrel {number}?"),
            asked_at: at,
            answer: answer.map(str::to_owned),
            answered_at: answer.map(|_| at),
            reworded: None,
            answered_with: None,
        }
    }

    #[test]
    fn a_question_is_public_with_its_answer_and_in_the_words_that_are_published() {
        let mut all = vec![asked(1, None), asked(2, Some("Yes.")), asked(3, Some("Yes."))];
        all[1].reworded = Some("Is it?".to_owned());
        all[2].answered_with = Some(2);
        all[2].reworded = Some("Is it?".to_owned());
        let stood = all[1].asked_at;
        let earlier =
            [Earlier { number: 2, answered_at: stood, answer: "No.".into(), corrected_at: stood }];
        let seen = Questions::of(&all, &earlier, &[1]);
        assert_eq!(seen.waiting, 1);
        assert_eq!(seen.answers.len(), 1);
        assert_eq!(seen.answers[0].title(), "Questions 2 and 3");
        assert_eq!(seen.answers[0].questions, ["Is it?"]);
        assert_eq!(seen.answers[0].earlier.len(), 1);
        assert_eq!(seen.own.len(), 1);
        assert!(!format!("{:?}", seen.answers).contains("Kestrel"));
        all[0].answer = Some("No.".to_owned());
        assert_ne!(Questions::of(&all, &[], &[]).mark, seen.mark);
    }

    #[test]
    fn several_questions_are_called_by_their_numbers() {
        assert_eq!(title(&[4]), "Question 4");
        assert_eq!(title(&[1, 2, 5]), "Questions 1, 2 and 5");
    }
}
