//! What people type to ask and to answer.

use crate::types::text;
use crate::web::form::{Mistakes, Posted};

/// A question or a corrected answer as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordsForm {
    /// As typed.
    pub words: String,
}

impl WordsForm {
    /// As it was sent, in a field.
    pub fn typed(posted: &Posted, field: &str) -> Self {
        Self { words: posted.text(field) }
    }

    /// Reads it; mistakes are kept on the field it came in.
    pub fn parse(&self, field: &str, what: &str, most: usize) -> Result<String, Mistakes> {
        let mut mistakes = Mistakes::default();
        let read = mistakes.keep(field, text::prose(&self.words, what, most));
        read.ok_or(mistakes)
    }
}

/// An answer to publish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAnswer {
    /// The questions it answers, the first one first.
    pub numbers: Vec<i32>,
    /// What it says.
    pub answer: String,
    /// How everyone reads the question, if not as it was asked.
    pub reworded: Option<String>,
}

/// The form under one question, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnswerForm {
    /// The question's number.
    pub number: i32,
    /// The answer.
    pub answer: String,
    /// The question in other words.
    pub reworded: String,
    /// The other questions that it answers.
    pub with: Vec<String>,
}

impl AnswerForm {
    /// As it was sent.
    pub fn typed(posted: &Posted, number: i32) -> Self {
        Self {
            number,
            answer: posted.text(&format!("answer_{number}")),
            reworded: posted.text(&format!("reworded_{number}")),
            with: posted.all(&format!("with_{number}")),
        }
    }

    /// Reads it.
    pub fn parse(&self) -> Result<NewAnswer, Mistakes> {
        let mut mistakes = Mistakes::default();
        let number = self.number;
        let answer = text::prose(&self.answer, "an answer", 3_000);
        let answer = mistakes.keep(&format!("answer_{number}"), answer);
        let reworded = text::optional_prose(&self.reworded, "the question", 1_500);
        let reworded = mistakes.keep(&format!("reworded_{number}"), reworded);
        let mut numbers: Vec<i32> = self.with.iter().filter_map(|it| it.parse().ok()).collect();
        numbers.push(number);
        numbers.sort_unstable();
        numbers.dedup();
        match (answer, reworded) {
            (Some(answer), Some(reworded)) => {
                let reworded = Some(reworded).filter(|it| !it.is_empty());
                Ok(NewAnswer { numbers, answer, reworded })
            }
            _ => Err(mistakes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::AnswerForm;

    #[test]
    fn an_answer_answers_its_own_question_and_those_that_are_ticked_once_each() {
        let form = AnswerForm {
            number: 2,
            answer: " Yes. ".into(),
            reworded: " ".into(),
            with: vec!["5".into(), "2".into(), "x".into(), "1".into()],
        };
        let read = form.parse().unwrap();
        assert_eq!((read.numbers, read.reworded), (vec![1, 2, 5], None));
        let empty = AnswerForm { number: 2, ..AnswerForm::default() };
        assert!(empty.parse().unwrap_err().on("answer_2").is_some());
    }
}
