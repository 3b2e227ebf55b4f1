//! The questions of a criterion as rows of a form: more are added and removed
//! without script, as roles are.

use super::{Typed, pair};

/// The most questions that a criterion may be asked in.
pub const MOST_QUESTIONS: usize = 10;

/// The fields of a question.
const FIELDS: [&str; 5] = ["weight", "question", "guidance", "words", "minimum"];

/// One question on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What the names of its fields end in: the criterion's code and, after the
    /// first question, a number. Codes have no dash.
    pub key: String,
    /// Which of its criterion's questions it is, from 1.
    pub number: usize,
    /// Whether its criterion has several.
    pub many: bool,
}

impl Row {
    /// A label of one of its fields, told apart from the same of another question.
    pub fn called(&self, label: &str) -> String {
        match (self.many, label) {
            (false, _) => label.to_owned(),
            (true, "Question") => format!("Question {}", self.number),
            (true, _) => format!("{label}, question {}", self.number),
        }
    }

    /// What it is called in a sentence about its criterion.
    pub fn of(&self, criterion: &str) -> String {
        let criterion = criterion.to_lowercase();
        if self.many { format!("{criterion}, question {}", self.number) } else { criterion }
    }
}

pub(super) fn key(code: &str, number: usize) -> String {
    if number < 2 { code.to_owned() } else { format!("{code}-{number}") }
}

fn count(typed: &Typed, code: &str) -> usize {
    typed.at("questions", code).parse().unwrap_or(1).clamp(1, MOST_QUESTIONS)
}

/// The questions of a criterion, as the page has them.
pub fn rows(typed: &Typed, code: &str) -> Vec<Row> {
    let count = count(typed, code);
    let row = |number| Row { key: key(code, number), number, many: count > 1 };
    (1..=count).map(row).collect()
}

/// The codes of the criteria that a page has questions of.
fn codes(typed: &Typed) -> Vec<String> {
    let names = typed.sent().iter().filter_map(|it| it.0.strip_prefix("questions_"));
    names.map(str::to_owned).collect()
}

/// The same questions without those ticked to be removed.
pub(super) fn without_removed(typed: &Typed) -> Typed {
    let mut pairs = typed.sent().to_vec();
    for code in codes(typed) {
        let all = rows(typed, &code);
        let kept: Vec<&Row> =
            all.iter().filter(|it| typed.at("remove", &it.key).is_empty()).collect();
        if kept.len() == all.len() {
            continue;
        }
        let own = |name: &str| {
            let field = |it: &&str| all.iter().any(|row| name == format!("{it}_{}", row.key));
            name == format!("questions_{code}") || FIELDS.iter().chain(&["remove"]).any(field)
        };
        pairs.retain(|it| !own(&it.0));
        pairs.push(pair(&format!("questions_{code}"), kept.len().max(1)));
        for (number, old) in (1_usize..).zip(kept) {
            let moved = FIELDS.iter().map(|it| {
                (format!("{it}_{}", key(&code, number)), typed.at(it, &old.key).to_owned())
            });
            pairs.extend(moved);
        }
    }
    Typed::pairs(pairs)
}

/// The same questions and an empty one on a criterion.
pub(super) fn with_another(typed: &Typed, code: &str) -> Typed {
    let name = format!("questions_{code}");
    let count = count(typed, code).saturating_add(1).min(MOST_QUESTIONS);
    let mut pairs: Vec<_> = typed.sent().iter().filter(|it| it.0 != name).cloned().collect();
    pairs.push(pair(&name, count));
    Typed::pairs(pairs)
}

#[cfg(test)]
mod tests {
    use super::{MOST_QUESTIONS, Typed, pair, rows, with_another, without_removed};

    #[test]
    fn questions_are_added_and_removed_and_the_others_keep_what_was_typed() {
        let one = Typed::pairs(vec![pair("question_merit", "How?"), pair("weight_merit", "40")]);
        assert_eq!(rows(&one, "merit").len(), 1, "a page from before has one");
        let two = with_another(&one, "merit");
        let keys: Vec<_> = rows(&two, "merit").into_iter().map(|it| it.key).collect();
        assert_eq!(keys, ["merit", "merit-2"]);
        let mut typed = two.sent().to_vec();
        typed.push(pair("question_merit-2", "Why?"));
        typed.push(pair("weight_merit-2", "10"));
        typed.push(pair("remove_merit", "yes"));
        typed.push(pair("question_value", "What?"));
        let left = without_removed(&Typed::pairs(typed));
        assert_eq!((left.of("question_merit"), left.of("weight_merit")), ("Why?", "10"));
        assert_eq!((left.of("question_merit-2"), left.of("remove_merit")), ("", ""));
        assert_eq!((rows(&left, "merit").len(), left.of("question_value")), (1, "What?"));
    }

    #[test]
    fn there_are_ten_at_most_and_one_at_least() {
        let mut typed = Typed::default();
        for _ in 0..20 {
            typed = with_another(&typed, "merit");
        }
        assert_eq!(rows(&typed, "merit").len(), MOST_QUESTIONS);
        for wrong in ["0", "-1", "many", ""] {
            let typed = Typed::pairs(vec![pair("questions_merit", wrong)]);
            assert_eq!(rows(&typed, "merit").len(), 1, "{wrong}");
        }
    }

    #[test]
    fn labels_are_told_apart_only_where_there_are_several() {
        let one = &rows(&Typed::default(), "merit")[0];
        assert_eq!((one.called("Weight"), one.of("Merit")), ("Weight".into(), "merit".into()));
        let two = with_another(&Typed::default(), "merit");
        let second = &rows(&two, "merit")[1];
        assert_eq!(second.called("Weight"), "Weight, question 2");
        assert_eq!(second.called("Question"), "Question 2");
        assert_eq!(second.of("Merit"), "merit, question 2");
    }
}
