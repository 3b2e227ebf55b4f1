//! The grounds on which the law excludes a supplier, in our own words. Source:
//! Procurement Act 2023, Schedule 6 (mandatory) and Schedule 7 (discretionary).

/// A ground for exclusion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ground {
    /// Its name in the database and in forms.
    pub code: &'static str,
    /// What is asked.
    pub question: &'static str,
    /// Whether the law leaves no choice.
    pub mandatory: bool,
}

const fn must(code: &'static str, question: &'static str) -> Ground {
    Ground { code, question, mandatory: true }
}

const fn may(code: &'static str, question: &'static str) -> Ground {
    Ground { code, question, mandatory: false }
}

/// Every ground, the mandatory ones first.
pub const GROUNDS: &[Ground] = &[
    must("manslaughter", "Convicted of corporate manslaughter or corporate homicide?"),
    must("terrorism", "Convicted of a terrorism offence?"),
    must("fraud_bribery", "Convicted of theft, fraud, bribery or money laundering?"),
    must("slavery", "Convicted of a slavery, trafficking or labour market offence?"),
    must("organised_crime", "Convicted of taking part in an organised crime group?"),
    must("tax", "Convicted of a tax offence, or penalised for evading or abusively avoiding tax?"),
    must("cartel", "Found to have taken part in a cartel?"),
    may("labour_misconduct", "Broken employment law in a serious way in the last 5 years?"),
    may("environment", "Convicted of an offence that caused serious harm to the environment?"),
    may("insolvency", "Insolvent, in administration, or stopped trading because of debts?"),
    may(
        "competition",
        "Agreed with competitors on prices, bids or markets, or abused a strong position?",
    ),
    may("professional", "Guilty of serious professional misconduct?"),
    may(
        "performance",
        "Had a public contract ended or damages awarded because you did not perform it?",
    ),
    may(
        "improper",
        "Tried to influence a procurement improperly, or given misleading information in one?",
    ),
    may("national_security", "A known risk to the national security of the United Kingdom?"),
];

/// The question that goes with a code.
pub fn question(code: &str) -> &str {
    GROUNDS.iter().find(|it| it.code == code).map_or(code, |it| it.question)
}
