//! How a digest reads.

use url::Url;

use super::model::Item;
use crate::outbox::preferences::Kind;

/// Its subject line.
pub fn subject(items: &[Item]) -> String {
    match items.len() {
        1 => "Your daily digest from Muster: 1 thing".to_owned(),
        n => format!("Your daily digest from Muster: {n} things"),
    }
}

/// Its paragraphs: each kind under its name, each thing with its address.
pub fn lines(items: &[Item], public_url: &Url) -> Vec<String> {
    let mut lines = Vec::new();
    for kind in Kind::ALL {
        let mut of_kind = items.iter().filter(|it| it.kind == *kind).peekable();
        if of_kind.peek().is_none() {
            continue;
        }
        lines.push(format!("{}:", kind.label()));
        lines.extend(of_kind.map(|it| line(it, public_url)));
    }
    lines.push("You get this once a day because you chose to, under “How we write to you” on your notices in Muster.".to_owned());
    lines
}

fn line(it: &Item, public_url: &Url) -> String {
    match public_url.join(&it.link) {
        Ok(address) => format!("{}\n{address}", it.subject),
        Err(_) => it.subject.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Item, Kind, lines, subject};
    use crate::types::ids::DigestItemId;

    #[test]
    fn each_kind_has_its_heading_and_each_thing_its_address() {
        let item = |kind, subject: &str, link: &str| Item {
            id: DigestItemId::mint(),
            kind,
            subject: subject.to_owned(),
            link: link.to_owned(),
        };
        let items = [
            item(Kind::Expiry, "Your insurance expires", "/provider/dossier/insurance"),
            item(Kind::NewRequests, "New request: one", "/opportunities/REQ-2026-0001"),
            item(Kind::NewRequests, "New request: two", "/opportunities/REQ-2026-0002"),
        ];
        let told = lines(&items, &"https://muster.example".parse().unwrap());
        assert_eq!(
            told[..5],
            [
                "New requests in your lots:",
                "New request: one\nhttps://muster.example/opportunities/REQ-2026-0001",
                "New request: two\nhttps://muster.example/opportunities/REQ-2026-0002",
                "Certificates, insurances and clearances that expire:",
                "Your insurance expires\nhttps://muster.example/provider/dossier/insurance",
            ]
        );
        assert_eq!(subject(&items), "Your daily digest from Muster: 3 things");
        assert_eq!(lines(&items[1..], &"https://muster.example".parse().unwrap()).len(), 4);
    }
}
