//! What we write to providers about papers that run out: what it means for
//! them, from which day, and how to mend it.

use chrono::NaiveDate;

use super::model::{Mark, Paper, PaperKind, Warning};
use crate::accounts::colleagues::policy::whom_to_ask;
use crate::outbox::Message;
use crate::types::uk_time;

/// A warning.
pub fn warning(paper: &Paper, warning: &Warning) -> Message {
    let blocks = paper.blocks;
    let Warning { kind, paper: id, expires_on, mark } = warning;
    Message {
        cause: format!("expiry:{}:{id}:{expires_on}:{}", kind.word(), mark.word()),
        subject: subject(paper, *mark),
        lines: vec![when(paper, *mark), consequence(paper, *mark, blocks), mend(paper, blocks)],
        link: paper.href(),
    }
}

/// The same, for somebody whom it keeps from bidding and who cannot mend it.
pub fn warning_to_bidder(paper: &Paper, warning: &Warning, admins: &[String]) -> Message {
    let mut message = self::warning(paper, warning);
    let mark = warning.mark;
    let mend = match mark {
        Mark::Expired => "It has to be renewed, and the new one entered here.",
        _ => "It has to be renewed in time, and the new one entered here.",
    };
    message.lines = vec![
        when(paper, mark),
        consequence(paper, mark, paper.blocks),
        format!("{mend} {}", whom_to_ask(admins)),
    ];
    message.link = "/provider".to_owned();
    message
}

/// Without a specialist's name: subjects are read by those who look after the mail.
fn subject(paper: &Paper, mark: Mark) -> String {
    let whose = match paper.person.as_str() {
        "" => format!("Your {}", paper.sort()),
        _ => format!("The {} of one of your specialists", paper.sort()),
    };
    match mark {
        Mark::LastDay => format!("{whose} expires today"),
        Mark::Expired => format!("{whose} expired on {}", uk_time::day(paper.expires_on)),
        _ => format!("{whose} expires on {}", uk_time::day(paper.expires_on)),
    }
}

fn when(paper: &Paper, mark: Mark) -> String {
    let (name, day) = (paper.name(), uk_time::day(paper.expires_on));
    match mark {
        Mark::Expired => format!("{name}: {day} was its last day."),
        _ => format!("{name}: {day} is its last day. It counts until midnight UK time that day."),
    }
}

fn consequence(paper: &Paper, mark: Mark, blocks: bool) -> String {
    let day = uk_time::day(after(paper.expires_on));
    let from = if mark == Mark::Expired { "Since" } else { "From" };
    match (paper.kind, blocks) {
        (PaperKind::Certificate, true) => format!(
            "{from} {day} your company cannot bid until a vetting officer has accepted a new {}. Bids already submitted stay as they are.",
            paper.sort()
        ),
        (PaperKind::Certificate, false) => format!(
            "{from} {day} it no longer counts for your company, and the directory of providers no longer shows it. Your company can go on bidding."
        ),
        (PaperKind::Insurance, _) => format!(
            "{from} {day} your dossier shows no current {}. Your company can go on bidding, but the insurance a contract asks for must be in place when its work starts.",
            paper.sort().to_lowercase()
        ),
        (PaperKind::Nppv | PaperKind::Nsv, _) => format!(
            "{from} {day} {} does not count for work that needs {}. A bid that names them where it is needed with the bid cannot be submitted.",
            paper.person, paper.what
        ),
    }
}

fn mend(paper: &Paper, blocks: bool) -> String {
    match (paper.kind, blocks) {
        (PaperKind::Certificate, true) => "Renew it with its issuer, then add the new certificate to your dossier. A vetting officer has to accept it, so leave us a few working days.",
        (PaperKind::Certificate, false) => "When you have renewed it, add the new certificate to your dossier.",
        (PaperKind::Insurance, _) => "When you have renewed it, enter its new last day in your dossier.",
        (PaperKind::Nppv | PaperKind::Nsv, _) => "When it has been renewed, enter its new last day on the specialist’s page. If they no longer work for you, retire them there.",
    }
    .to_owned()
}

fn after(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::{Mark, Paper, PaperKind, Warning, warning};
    use crate::types::ids::{CertificateId, ProviderId};

    fn told(kind: PaperKind, what: &str, person: &str, mark: Mark, blocks: bool) -> String {
        let paper = Paper {
            provider_id: ProviderId::mint(),
            kind,
            paper: CertificateId::mint().uuid(),
            what: what.to_owned(),
            person: person.to_owned(),
            expires_on: "2027-01-07".parse().unwrap(),
            renewed: false,
            blocks,
        };
        let (paper_id, expires_on) = (paper.paper, paper.expires_on);
        let due = Warning { kind, paper: paper_id, expires_on, mark };
        let message = warning(&paper, &due);
        format!("{}\n{}", message.subject, message.lines.join("\n"))
    }

    #[test]
    fn a_warning_says_from_which_day_and_what_and_how_to_mend_it() {
        for (kind, what, person, mark, blocks, says) in [
            (
                PaperKind::Certificate,
                "Cyber Essentials",
                "",
                Mark::SixtyDays,
                true,
                vec![
                    "Your Cyber Essentials certificate expires on 7 January 2027",
                    "From 8 January 2027 your company cannot bid until",
                    "add the new certificate to your dossier",
                ],
            ),
            (
                PaperKind::Certificate,
                "Cyber Essentials",
                "",
                Mark::Expired,
                true,
                vec!["expired on 7 January 2027", "Since 8 January 2027 your company cannot bid"],
            ),
            (
                PaperKind::Insurance,
                "professional_indemnity",
                "",
                Mark::LastDay,
                false,
                vec![
                    "Your Professional indemnity insurance expires today",
                    "no current professional indemnity insurance",
                ],
            ),
            (
                PaperKind::Nppv,
                "NPPV3",
                "Robin Vale",
                Mark::SevenDays,
                false,
                vec![
                    "The NPPV3 clearance of one of your specialists expires on 7 January 2027\n",
                    "Robin Vale does not count for work that needs NPPV3",
                ],
            ),
        ] {
            let told = told(kind, what, person, mark, blocks);
            for words in says {
                assert!(told.contains(words), "{words} is not in {told}");
            }
        }
    }
}
