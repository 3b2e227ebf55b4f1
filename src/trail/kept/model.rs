//! What entries say of what is kept, and whether it is still that.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::Value;
use uuid::Uuid;

use crate::types::time::Moment;

/// Something of which the trail holds a digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// The text of a version of a contract.
    Version(Uuid, i32),
    /// The quality envelope of a bid.
    Quality(Uuid),
    /// Its price envelope.
    Price(Uuid),
    /// The receipt that was given for a bid at a moment.
    Receipt(Uuid, Moment),
    /// The closing record of a request.
    Closing(Uuid),
    /// A ranking of a request's bids, by its number.
    Ranking(Uuid, i32),
    /// The word that lots were drawn with.
    Lots(Uuid),
    /// What the panel agreed for a bid on a criterion.
    Agreed(Uuid, Uuid),
    /// The letter about an award to the company of a bid.
    Letter(Uuid, Uuid),
    /// A file.
    File(Uuid),
    /// A version of the framework's terms.
    Terms(i64),
    /// The acceptance of a version of them by a provider.
    Acceptance(Uuid, i64),
}

impl Thing {
    /// Whether everything of the kind has an entry. Files that nothing took
    /// up have none, nor has what was there before the service was.
    fn is_always_entered(self) -> bool {
        !matches!(self, Self::File(_) | Self::Terms(_) | Self::Acceptance(..))
    }
}

impl fmt::Display for Thing {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Version(id, number) => write!(to, "version {number} of the contract {id}"),
            Self::Quality(id) => write!(to, "the quality envelope of the bid {id}"),
            Self::Price(id) => write!(to, "the price envelope of the bid {id}"),
            Self::Receipt(id, at) => write!(to, "the receipt of {at} for the bid {id}"),
            Self::Closing(id) => write!(to, "the closing record of the request {id}"),
            Self::Ranking(id, number) => write!(to, "ranking {number} of the request {id}"),
            Self::Lots(id) => write!(to, "the draw of lots of the request {id}"),
            Self::Agreed(bid, criterion) => {
                write!(to, "what was agreed for the bid {bid} on the criterion {criterion}")
            }
            Self::Letter(award, bid) => {
                write!(to, "the letter about the award {award} for the bid {bid}")
            }
            Self::File(id) => write!(to, "the file {id}"),
            Self::Terms(number) => write!(to, "version {number} of the framework’s terms"),
            Self::Acceptance(id, number) => {
                write!(to, "the acceptance of version {number} of the terms by the provider {id}")
            }
        }
    }
}

/// What entries say: of each thing, by which entry, what it comes to. An entry
/// from before digests were entered says nothing of it.
#[derive(Debug, Default)]
pub struct Said {
    of: BTreeMap<Thing, Vec<(i64, String)>>,
    /// Awards that were approved before letters were entered.
    unlettered: BTreeSet<Uuid>,
}

/// One entry, as far as it is asked here.
#[derive(Debug)]
pub struct Entry<'a> {
    /// Its number.
    pub seq: i64,
    /// When.
    pub at: Moment,
    /// What happened.
    pub action: &'a str,
    /// To what.
    pub subject: Uuid,
    /// What it says besides.
    pub detail: &'a Value,
}

/// The entries that are asked.
pub const ASKED: [&str; 21] = [
    "contract.offered",
    "contract.corrected",
    "contract.variation_proposed",
    "contract.signed_by_provider",
    "contract.signed_by_force",
    "bid.submitted",
    "bid.replaced",
    "bid.confirmed",
    "bid.withdrawn",
    "request.closed",
    "evaluation.locked",
    "prices.opened",
    "ranking.changed",
    "score.agreed",
    "award.approved",
    "award.withdrawn",
    "request.document_added",
    "amendment.document_added",
    "file.attached",
    "framework_terms.published",
    "terms.accepted",
];

impl Entry<'_> {
    fn text(&self, name: &str) -> Option<String> {
        Some(self.detail.get(name)?.as_str()?.to_owned())
    }

    fn number(&self, name: &str) -> Option<i64> {
        self.detail.get(name)?.as_i64()
    }

    fn id(&self, name: &str) -> Option<Uuid> {
        Uuid::parse_str(self.detail.get(name)?.as_str()?).ok()
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &Value> {
        self.detail.get(name).and_then(Value::as_array).into_iter().flatten()
    }

    /// What a value is now, in an entry that lists changes.
    fn change(&self, what: &str) -> Option<String> {
        let all = self.detail.get("changes")?.as_array()?;
        let found = all.iter().find(|it| it.get("what").and_then(Value::as_str) == Some(what));
        Some(found?.get("new")?.as_str()?.to_owned())
    }
}

impl Said {
    /// Reads one more entry; they come in their order.
    pub fn read(&mut self, it: &Entry<'_>) {
        let small = |it: i64| i32::try_from(it).unwrap_or_default();
        match it.action {
            "bid.submitted" | "bid.replaced" | "bid.confirmed" => self.bid(it),
            "bid.withdrawn" => {
                self.of.remove(&Thing::Quality(it.subject));
                self.of.remove(&Thing::Price(it.subject));
            }
            "request.closed" => {
                let said = it.number("bids").zip(it.text("root"));
                let said = said.map(|(bids, root)| closing(bids, &root));
                self.add(Thing::Closing(it.subject), it.seq, said);
            }
            "evaluation.locked" => {
                // Before the lock had an entry of its own, this one told of the ranking too.
                self.add(Thing::Ranking(it.subject, 1), it.seq, it.text("ranking_sha256"));
                self.add(Thing::Lots(it.subject), it.seq, it.text("lots"));
            }
            "prices.opened" => {
                self.add(Thing::Ranking(it.subject, 1), it.seq, it.text("ranking_sha256"));
            }
            "ranking.changed" => {
                let number = it.number("snapshot").map(small).unwrap_or_default();
                self.add(Thing::Ranking(it.subject, number), it.seq, it.text("ranking_sha256"));
            }
            "score.agreed" => self.agreed(it),
            "award.approved" | "award.withdrawn" => self.letters(it),
            "request.document_added" | "amendment.document_added" | "file.attached" => {
                if let Some(file) = it.id("file") {
                    self.add(Thing::File(file), it.seq, it.text("sha256"));
                }
            }
            "framework_terms.published" => {
                if let Some(number) = it.change("Version").and_then(|it| it.parse().ok()) {
                    self.add(Thing::Terms(number), it.seq, it.change("SHA-256 of the text"));
                }
            }
            "terms.accepted" => {
                if let Some(number) = it.number("version") {
                    self.add(Thing::Terms(number), it.seq, it.text("text"));
                    let whose = Thing::Acceptance(it.subject, number);
                    self.add(whose, it.seq, it.text("text"));
                }
            }
            _ => {
                let number = it.number("version").map_or(1, small);
                self.add(Thing::Version(it.subject, number), it.seq, it.text("sha256"));
            }
        }
    }

    /// What lies sealed is what was submitted last; each receipt stays.
    fn bid(&mut self, it: &Entry<'_>) {
        let (quality, price) = (it.text("quality_sha256"), it.text("price_sha256"));
        let both = quality.as_deref().zip(price.as_deref()).map(|(one, two)| receipt(one, two));
        if both.is_some() {
            self.add(Thing::Receipt(it.subject, it.at), it.seq, both);
        }
        for (thing, digest) in
            [(Thing::Quality(it.subject), quality), (Thing::Price(it.subject), price)]
        {
            self.of.remove(&thing);
            self.add(thing, it.seq, digest);
        }
    }

    /// What was agreed last is what is kept.
    fn agreed(&mut self, it: &Entry<'_>) {
        for score in it.all("scores") {
            let part = |place| score.get(place).and_then(Value::as_str);
            let id = |place| Uuid::parse_str(part(place)?).ok();
            if let (Some(bid), Some(criterion)) = (id(0), id(1)) {
                let thing = Thing::Agreed(bid, criterion);
                self.of.remove(&thing);
                self.add(thing, it.seq, part(2).map(str::to_owned));
            }
        }
    }

    fn letters(&mut self, it: &Entry<'_>) {
        let Some(award) = it.id("award") else { return };
        if it.action == "award.approved" && it.detail.get("letters").is_none() {
            self.unlettered.insert(award);
        }
        for letter in it.all("letters") {
            let part = |name| letter.get(name).and_then(Value::as_str);
            if let Some(bid) = part("bid").and_then(|it| Uuid::parse_str(it).ok()) {
                let thing = Thing::Letter(award, bid);
                self.add(thing, it.seq, part("sha256").map(str::to_owned));
            }
        }
    }

    /// Whether there has to be an entry of it.
    fn is_wanted(&self, it: Thing) -> bool {
        match it {
            Thing::Letter(award, _) => !self.unlettered.contains(&award),
            other => other.is_always_entered(),
        }
    }

    fn add(&mut self, thing: Thing, seq: i64, digest: Option<String>) {
        self.of.entry(thing).or_default().extend(digest.map(|it| (seq, it)));
    }

    /// The files that entries speak of.
    pub fn files(&self) -> Vec<Uuid> {
        let files = self.of.keys().filter_map(|it| match it {
            Thing::File(id) => Some(*id),
            _ => None,
        });
        files.collect()
    }

    /// Whatever is not as entries have it, in words.
    pub fn faults(mut self, kept: &[Kept]) -> Vec<String> {
        let mut faults = Vec::new();
        for it in kept {
            let Some(said) = self.of.remove(&it.thing) else {
                if self.is_wanted(it.thing) {
                    faults.push(format!("no entry tells of {}", it.name));
                }
                continue;
            };
            let differs = |it: &&(i64, String), now: &str| it.1 != now;
            let other = said.iter().find(|one| it.comes_to.iter().any(|now| differs(one, now)));
            if let Some((seq, _)) = other {
                faults.push(format!("{} is not what entry {seq} has of it", it.name));
            }
        }
        let gone = self.of.into_iter().filter_map(|(thing, said)| Some((thing, said.first()?.0)));
        faults.extend(
            gone.map(|(thing, seq)| format!("{thing} is gone, of which entry {seq} tells")),
        );
        faults
    }
}

/// A thing as it is kept now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Which.
    pub thing: Thing,
    /// What people call it.
    pub name: String,
    /// The digests that stand with it and those that it comes to; all have to
    /// be the one in the trail.
    pub comes_to: Vec<String>,
}

/// What the closing of a request comes to.
pub fn closing(bids: i64, root: &str) -> String {
    format!("{bids} {root}")
}

/// What a receipt comes to.
pub fn receipt(quality: &str, price: &str) -> String {
    format!("{quality} {price}")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use uuid::Uuid;

    use super::{Entry, Kept, Said, Thing, receipt};
    use crate::types::time::Moment;

    const ID: Uuid = Uuid::max();

    fn at() -> Moment {
        "2026-01-05T09:00:00Z".parse().unwrap()
    }

    fn said(entries: &[(&str, Value)]) -> Said {
        let mut said = Said::default();
        for (seq, (action, detail)) in (1..).zip(entries) {
            said.read(&Entry { seq, at: at(), action, subject: ID, detail });
        }
        said
    }

    fn kept(thing: Thing, comes_to: &[&str]) -> Kept {
        let comes_to = comes_to.iter().map(|it| (*it).to_owned()).collect();
        Kept { thing, name: "It".to_owned(), comes_to }
    }

    #[test]
    fn a_version_is_what_every_entry_has_of_it_or_is_told_of() {
        let signed = |sha256| json!({"version": 2, "sha256": sha256});
        let whole = [
            ("contract.variation_proposed", signed("a")),
            ("contract.signed_by_force", signed("a")),
        ];
        let torn = [
            ("contract.variation_proposed", signed("a")),
            ("contract.signed_by_force", signed("b")),
        ];
        let it = Thing::Version(ID, 2);
        for (entries, comes_to, faults) in [
            (&whole, vec![kept(it, &["a", "a"])], vec![]),
            (&whole, vec![kept(it, &["a", "c"])], vec!["It is not what entry 1 has of it"]),
            (&torn, vec![kept(it, &["a"])], vec!["It is not what entry 2 has of it"]),
        ] {
            assert_eq!(said(entries).faults(&comes_to), faults);
        }
        let gone = said(&whole).faults(&[]);
        assert_eq!(
            gone,
            [format!("version 2 of the contract {ID} is gone, of which entry 1 tells")]
        );
        let other = said(&whole).faults(&[kept(it, &["a"]), kept(Thing::Version(ID, 3), &["d"])]);
        assert_eq!(other, ["no entry tells of It"]);
        let file = kept(Thing::File(ID), &["d"]);
        assert_eq!(said(&[]).faults(&[file]), Vec::<String>::new(), "nothing took it up");
    }

    #[test]
    fn of_a_bid_what_was_submitted_last_counts_until_it_is_withdrawn() {
        let bid = |quality| json!({"quality_sha256": quality, "price_sha256": "p"});
        let mut entries = vec![("bid.submitted", bid("a")), ("bid.replaced", bid("b"))];
        let receipts = kept(Thing::Receipt(ID, at()), &[]);
        let lies = |quality| {
            [kept(Thing::Quality(ID), &[quality]), kept(Thing::Price(ID), &["p"]), receipts.clone()]
        };
        assert_eq!(said(&entries).faults(&lies("b")), Vec::<String>::new());
        assert_eq!(said(&entries).faults(&lies("a")), ["It is not what entry 2 has of it"]);
        let one = [("bid.submitted", bid("a"))];
        let given = [receipt("a", "p"), receipt("a", "q")];
        for (text, faults) in given.iter().zip([0, 1]) {
            let kept = kept(Thing::Receipt(ID, at()), &[text]);
            assert_eq!(said(&one).faults(&[kept]).len(), faults + 2, "envelopes are gone");
        }
        entries.push(("bid.withdrawn", json!({})));
        assert_eq!(said(&entries).faults(&[receipts]), Vec::<String>::new());
    }

    #[test]
    fn a_score_is_what_was_agreed_last_and_a_letter_what_was_sent() {
        let agreed = |sha256| json!({"scores": [[ID, Uuid::nil(), sha256]]});
        let entries = [("score.agreed", agreed("a")), ("score.agreed", agreed("b"))];
        let it = Thing::Agreed(ID, Uuid::nil());
        assert_eq!(said(&entries).faults(&[kept(it, &["b"])]), Vec::<String>::new());
        assert_eq!(
            said(&entries).faults(&[kept(it, &["a"])]),
            ["It is not what entry 2 has of it"]
        );
        assert!(said(&entries).faults(&[])[0].contains("is gone, of which entry 2 tells"));
        let before = [("score.agreed", json!({"scores": [[ID, Uuid::nil()]]}))];
        assert_eq!(said(&before).faults(&[kept(it, &["a"])]), Vec::<String>::new());

        let sent = json!({"award": ID, "letters": [{"bid": Uuid::nil(), "sha256": "a"}]});
        let letter = Thing::Letter(ID, Uuid::nil());
        let entries = [("award.approved", sent.clone())];
        assert_eq!(said(&entries).faults(&[kept(letter, &["a"])]), Vec::<String>::new());
        assert_eq!(said(&entries).faults(&[kept(letter, &["b"])]).len(), 1);
        let more = [kept(letter, &["a"]), kept(Thing::Letter(ID, ID), &["c"])];
        assert_eq!(said(&entries).faults(&more), ["no entry tells of It"]);
        // One that was approved before letters were entered, and withdrawn since.
        let entries = [("award.approved", json!({"award": ID})), ("award.withdrawn", sent)];
        assert_eq!(said(&entries[..1]).faults(&more), Vec::<String>::new());
        assert_eq!(said(&entries).faults(&[kept(letter, &["b"])]).len(), 1);
    }

    #[test]
    fn an_entry_from_before_digests_were_entered_says_nothing() {
        let entries = [("contract.offered", json!({})), ("evaluation.locked", json!({"bids": []}))];
        let kept = [kept(Thing::Version(ID, 1), &["a"]), kept(Thing::Ranking(ID, 1), &["b"])];
        assert_eq!(said(&entries).faults(&kept), Vec::<String>::new());
    }
}
