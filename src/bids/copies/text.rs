//! The copy as a file: for people first, then the canonical bid for us, with
//! its digest, so that a copy which was changed is known.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::policy::Refusal;
use crate::bids::canonical::{CanonicalBid, digest};
use crate::bids::model::BidInFull;
use crate::bids::sections::model::{Section, said};
use crate::error::Result;
use crate::types::text::hex;
use crate::types::time::Moment;
use crate::types::uk_time;

const BEGIN: &str =
    "----- FOR MUSTER: LEAVE THIS PART AS IT IS, TO FILL A NEW BID FROM THIS FILE -----";
const SHA256: &str = "SHA-256: ";
const END: &str = "----- END -----";

/// How many characters of our part stand in a line.
const WIDE: usize = 76;

/// The copy of a bid as it stands.
pub fn written(it: &BidInFull, now: Moment) -> Result<String> {
    let bytes = CanonicalBid::of(it).bytes()?;
    let coded = STANDARD.encode(&bytes);
    let lines: Vec<&str> = (0..coded.len().div_ceil(WIDE))
        .filter_map(|at| coded.get(at * WIDE..coded.len().min((at + 1) * WIDE)))
        .collect();
    let ours = format!("{BEGIN}\n{}\n{SHA256}{}\n{END}\n", lines.join("\n"), hex(&digest(&bytes)));
    Ok(format!("{}\n{ours}", for_people(it, now)))
}

fn for_people(it: &BidInFull, now: Moment) -> String {
    let (bid, request) = (&it.bid, &it.request);
    let mut text = format!(
        "Your copy of the bid {} on {}: {}\nMade at {}, from what was saved then. It does not show that the bid was submitted: the receipt does.\nKeep it as safe as the bid itself.\n",
        bid.reference,
        request.reference,
        request.title,
        uk_time::full(now)
    );
    let mut part = |title: &str, section: Section| {
        text.push_str(&format!("\n{}\n", title.to_uppercase()));
        for (what, said) in said(it, section) {
            text.push_str(&format!("\n{what}\n{}\n", indented(&said)));
        }
    };
    part("Requirements and evidence", Section::Evidence);
    for one in it.questions() {
        part(&format!("{}: {}", one.name, one.question), Section::Answer(one.id));
    }
    part("Team", Section::Team);
    part("Price, excluding VAT", Section::Price);
    part("Declarations", Section::Declarations);
    if !it.attachments.is_empty() {
        text.push_str("\nATTACHMENTS, WHICH ARE NOT IN THIS FILE\n\n");
        for one in &it.attachments {
            text.push_str(&format!("    {}\n", one.file.name));
        }
    }
    text
}

fn indented(said: &str) -> String {
    let lines: Vec<String> = said.lines().map(|line| format!("    {line}")).collect();
    lines.join("\n")
}

/// Reads a copy, whatever became of its other part and of its line breaks.
pub fn read(file: &[u8]) -> std::result::Result<CanonicalBid, Refusal> {
    let text = std::str::from_utf8(file).map_err(|_| Refusal::NoCopy)?;
    // Whatever people wrote above, our part is the last.
    let (_, ours) = text.rsplit_once(BEGIN).ok_or(Refusal::NoCopy)?;
    let (coded, rest) = ours.split_once(SHA256).ok_or(Refusal::Damaged)?;
    let coded: String = coded.split_whitespace().collect();
    let bytes = STANDARD.decode(coded).map_err(|_| Refusal::Damaged)?;
    let said = rest.split_whitespace().next().unwrap_or_default();
    if said != hex(&digest(&bytes)) {
        return Err(Refusal::Damaged);
    }
    CanonicalBid::read(&bytes).ok_or(Refusal::NoCopy)
}

#[cfg(test)]
mod tests {
    use super::{BEGIN, read, written};
    use crate::bids::canonical::CanonicalBid;
    use crate::bids::copies::policy::Refusal;
    use crate::bids::samples;

    #[test]
    fn a_copy_is_read_by_people_and_by_us() {
        let mut it = samples::in_full();
        it.content.answers[0].answer = format!("Two lines,\n{BEGIN}\nwith ‘odd’ things 🕵️.");
        let text = written(&it, samples::noon()).unwrap();
        for part in ["Traced funds across two chains\n    Yes. Three cases", "£900 a day", "🕵️"]
        {
            assert!(text.contains(part), "{part} is not in {text}");
        }
        assert!(text.lines().all(|line| line.chars().count() < 1000));
        let bid = CanonicalBid::of(&it);
        assert_eq!(read(text.as_bytes()), Ok(bid.clone()));
        // As it comes back from a program that ends lines another way.
        assert_eq!(read(text.replace('\n', "\r\n").as_bytes()), Ok(bid));
    }

    #[test]
    fn a_changed_a_cut_off_and_another_file_are_told_apart() {
        let it = samples::in_full();
        let text = written(&it, samples::noon()).unwrap();
        let at = text.find(BEGIN).unwrap() + BEGIN.len() + 5;
        let mut changed = text.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        assert_eq!(read(&changed), Err(Refusal::Damaged));
        assert_eq!(read(&text.as_bytes()[..text.len() - 60]), Err(Refusal::Damaged));
        assert_eq!(read(&text.as_bytes()[..at]), Err(Refusal::Damaged));
        for other in [&b""[..], b"A letter.", b"\xFF\xFE", &text.as_bytes()[..at - 20]] {
            assert_eq!(read(other), Err(Refusal::NoCopy));
        }
    }
}
