//! A bidder's letter as a plain file, to keep and to pass on inside the company.

use super::model::{Letter, LetterLine, Standing};
use crate::evaluation::model::RankedBid;
use crate::requests::state::RequestState;
use crate::types::time::Moment;
use crate::types::uk_time;

/// The letter as it stands.
pub fn written(letter: &Letter, now: Moment) -> String {
    let (bid, request) = (&letter.bid, &letter.request);
    let mut text = format!(
        "The outcome of the bid {} on {}: {}\n{}\n{}\n\n",
        bid.reference,
        request.reference,
        request.title,
        letter.force,
        letter.dated()
    );
    text.push_str(&said(letter));
    let challenging = letter.how_to_challenge(now);
    if !challenging.is_empty() {
        text.push_str(&format!("\nHOW TO CHALLENGE THE AWARD\n\n{challenging}\n"));
    }
    if let Some(own) = &letter.own {
        text.push_str("\nMARKS\n\n");
        text.push_str(&marks(letter, "Your bid", own));
        if let Some(winner) = letter.winner.as_ref().filter(|_| !letter.won) {
            text.push_str(&marks(letter, &format!("{}, the winner", winner.name), &winner.bid));
        }
    }
    if !letter.lines.is_empty() {
        text.push_str(&format!(
            "\nSCORES AND REASONS\n\nScores are from 0 to {}.\n",
            request.scale_max
        ));
        for line in &letter.lines {
            text.push_str(&scored(letter, line));
        }
    }
    text
}

fn said(letter: &Letter) -> String {
    let mut text = String::new();
    if let Some(at) = letter.over() {
        text.push_str(&format!(
            "It belongs to the award that was withdrawn at {}, and no longer holds.\nWhy it was withdrawn:\n{}\n\n",
            uk_time::full(at),
            indented(&letter.withdrawn)
        ));
    }
    text.push_str(&match letter.standing {
        Standing::Withdrawn if letter.request.state == RequestState::Cancelled => {
            "The award is withdrawn, and the request was cancelled since.\n".to_owned()
        }
        Standing::Withdrawn => "The award is withdrawn. The force decides again.\n".to_owned(),
        _ if letter.won => "Your bid was successful.\n".to_owned(),
        _ => match &letter.winner {
            Some(winner) => {
                format!("Your bid was not successful. The work is awarded to {}.\n", winner.name)
            }
            None => "The request ended without an award.\n".to_owned(),
        },
    });
    if !letter.out.is_empty() {
        text.push_str(&format!("Your bid was disqualified:\n{}\n", indented(&letter.out)));
    }
    if letter.over().is_some() {
        return text;
    }
    let from = letter.winner.as_ref().and_then(|it| it.may_sign_from);
    if let Some(from) = from.filter(|_| !letter.signed()) {
        text.push_str(&format!("The contract may be signed from {}.\n", uk_time::full(from)));
    }
    if let Some(contract) = &letter.contract {
        text.push_str(&format!("Contract {}: {}\n", contract.reference, contract.stands));
    }
    for reason in [&letter.withdrawn, &letter.request.end_reason] {
        if !reason.is_empty() {
            text.push_str(&format!("Why:\n{}\n", indented(reason)));
        }
    }
    text
}

fn marks(letter: &Letter, whose: &str, bid: &RankedBid) -> String {
    let (quality, price, total) = letter.marks(bid);
    format!(
        "{whose}: quality {quality}, price {}, price marks {price}, ranked by {total}\n",
        bid.price
    )
}

fn scored(letter: &Letter, line: &LetterLine) -> String {
    let (score, points) = letter.own_score(line);
    let mut text = format!(
        "\n{} (weight {} of 100)\nYour score: {score}, which makes {points}\n{}\n",
        line.criterion,
        line.weight,
        indented(&line.reason)
    );
    if let Some((_, reason)) = &line.winner {
        let (score, points) = letter.winners_score(line);
        let said = format!("The winner’s score: {score}, which makes {points}\n");
        text.push_str(&format!("{said}{}\n", indented(reason)));
    }
    text
}

fn indented(said: &str) -> String {
    let lines: Vec<String> = said.lines().map(|line| format!("    {line}")).collect();
    lines.join("\n")
}
