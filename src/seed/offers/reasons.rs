//! What evaluators write beside a score.

/// Which of the panel writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// The first evaluator.
    First,
    /// The second.
    Second,
    /// The panel together.
    Agreed,
}

/// A reason for a score on a criterion.
pub fn reason(voice: Voice, criterion: &str, score: i16) -> String {
    let said = match (criterion, score) {
        ("technical_merit", 5) => {
            "The method is complete, can be repeated, and is honest about where it ends. Each claim comes with a number or an example."
        }
        ("technical_merit", 4) => {
            "A sound method that answers the question. One step rests on judgement that the answer does not explain."
        }
        ("technical_merit", 3) => {
            "The method would work, but an opposing expert could not repeat it from what is written here."
        }
        ("technical_merit", _) => {
            "Too little of the method is described to be sure that the evidence would stand."
        }
        ("social_value", 5) => {
            "Specific commitments with numbers and dates, reported every quarter."
        }
        ("social_value", 4) => {
            "Concrete and local, and it can be counted. One of the dates is missing."
        }
        ("social_value", 3) => "Worthwhile, but without numbers that we could hold the bidder to.",
        ("social_value", _) => "Describes policies of the company, with no commitment to our area.",
        ("team_and_skills", 5) => {
            "Named people with deputies at all hours, clear powers to decide, and a plan for keeping knowledge."
        }
        ("team_and_skills", 4) => {
            "A strong rota with names. What happens when two are away is less clear."
        }
        ("team_and_skills", 3) => {
            "One person carries most of the rota, and a decision at night may wait for two hours."
        }
        ("team_and_skills", _) => "The people who would answer are not named.",
        (_, 5) => {
            "The plan has names, dates and a worked example, and the risks it raises are the ones we would have raised."
        }
        (_, 4) => "A clear plan with dates. The margin for illness and leave is thin.",
        (_, 3) => "The plan is plausible, but does not show how the numbers come about.",
        (_, _) => "The bidder says itself that it cannot be sure of the volume we need.",
    };
    match voice {
        Voice::First => said.to_owned(),
        Voice::Second => format!("{said} I compared it with the guidance line by line."),
        Voice::Agreed => format!("The panel agreed on {score}. {said}"),
    }
}
