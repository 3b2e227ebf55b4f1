//! What is typed about a force.

use chrono::NaiveDate;

use super::model::{Kind, Regime};
use crate::types::text;
use crate::web::form::{Choice, Mistakes, Posted, TypedDay};

/// Mail services that anyone can have an address at.
const PUBLIC: [&str; 10] = [
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "hotmail.com",
    "hotmail.co.uk",
    "live.com",
    "yahoo.com",
    "yahoo.co.uk",
    "icloud.com",
    "proton.me",
];

/// A domain: `northshire.example`.
pub fn domain(typed: &str) -> Result<String, &'static str> {
    let plain = typed.trim().trim_start_matches('@').to_lowercase();
    let label = |it: &str| {
        let fit = it.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        !it.is_empty() && it.len() <= 63 && fit && !it.starts_with('-') && !it.ends_with('-')
    };
    if !plain.contains('.') || plain.len() > 253 || !plain.split('.').all(label) {
        return Err("Enter the part of the address after the @, like northshire.police.uk");
    }
    if PUBLIC.contains(&plain.as_str()) {
        return Err("Anyone can have an address there. Enter a domain of the force’s own");
    }
    Ok(plain)
}

/// A force as typed.
#[derive(Debug, Clone, Default)]
pub struct ForceForm {
    /// Its name.
    pub name: String,
    /// What kind of body it is.
    pub kind: String,
    /// Its region.
    pub region: String,
    /// Who signs for it in law.
    pub authority: String,
    /// Whose procurement law it buys under.
    pub regime: String,
    /// The domain of its people's addresses.
    pub domain: String,
    /// The first day it is there.
    pub from: TypedDay,
}

/// A force, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForceAsked {
    /// Its name.
    pub name: String,
    /// What kind of body it is.
    pub kind: Kind,
    /// Its region.
    pub region: String,
    /// Who signs for it in law.
    pub authority: String,
    /// Whose procurement law it buys under.
    pub regime: Regime,
    /// The domain of its people's addresses.
    pub domain: String,
    /// The first day it is there.
    pub from: NaiveDate,
}

impl ForceForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self {
            name: posted.text("name"),
            kind: posted.text("kind"),
            region: posted.text("region"),
            authority: posted.text("authority"),
            regime: posted.text("regime"),
            domain: posted.text("domain"),
            from: TypedDay::typed(posted, "from"),
        }
    }

    /// Reads every field before complaining about any.
    pub fn parse(&self, regions: &[Choice]) -> Result<ForceAsked, Mistakes> {
        let mut mistakes = Mistakes::default();
        let name = mistakes.keep("name", text::line(&self.name, "the name of the force", 120));
        let kind = Kind::parse(&self.kind).ok_or("Choose what kind of body it is");
        let kind = mistakes.keep("kind", kind);
        let region = regions.iter().find(|it| it.value == self.region);
        let region =
            mistakes.keep("region", region.map(|it| it.value.clone()).ok_or("Choose a region"));
        let authority = text::line(&self.authority, "who signs for it in law", 200);
        let authority = mistakes.keep("authority", authority);
        let regime = Regime::parse(&self.regime).ok_or("Choose whose law it buys under");
        let regime = mistakes.keep("regime", regime);
        let domain = mistakes.keep("domain", domain(&self.domain));
        let from = mistakes.keep("from", self.from.parse("The first day it is there"));
        match (name, kind, region, authority, regime, domain, from) {
            (
                Some(name),
                Some(kind),
                Some(region),
                Some(authority),
                Some(regime),
                Some(domain),
                Some(from),
            ) => Ok(ForceAsked { name, kind, region, authority, regime, domain, from }),
            _ => Err(mistakes),
        }
    }
}

/// What is typed on the page of one force: a name, a domain or a merger. Each
/// form of the page fills its own fields.
#[derive(Debug, Clone, Default)]
pub struct ChangeForm {
    /// A new name.
    pub name: String,
    /// The day from which it has it.
    pub named: TypedDay,
    /// A domain.
    pub domain: String,
    /// The force it becomes part of, by its name in addresses.
    pub successor: String,
    /// The first day it is no longer there.
    pub merged: TypedDay,
}

impl ChangeForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self {
            name: posted.text("name"),
            named: TypedDay::typed(posted, "named"),
            domain: posted.text("domain"),
            successor: posted.text("successor"),
            merged: TypedDay::typed(posted, "merged"),
        }
    }

    /// Reads a new name and its first day.
    pub fn name(&self) -> Result<(String, NaiveDate), Mistakes> {
        let mut mistakes = Mistakes::default();
        let name = mistakes.keep("name", text::line(&self.name, "the new name", 120));
        let from = mistakes.keep("named", self.named.parse("The day of the new name"));
        name.zip(from).ok_or(mistakes)
    }

    /// Reads a domain.
    pub fn domain(&self) -> Result<String, Mistakes> {
        let mut mistakes = Mistakes::default();
        mistakes.keep("domain", domain(&self.domain)).ok_or(mistakes)
    }

    /// Reads a merger: the successor's name in addresses, and the first day.
    pub fn merger(&self, successors: &[Choice]) -> Result<(String, NaiveDate), Mistakes> {
        let mut mistakes = Mistakes::default();
        let there = successors.iter().find(|it| it.value == self.successor);
        let there = there.map(|it| it.value.clone()).ok_or("Choose the force it becomes part of");
        let successor = mistakes.keep("successor", there);
        let from = mistakes.keep("merged", self.merged.parse("The day it becomes part of it"));
        successor.zip(from).ok_or(mistakes)
    }
}

#[cfg(test)]
mod tests {
    use super::{ChangeForm, ForceForm, domain};

    #[test]
    fn a_domain_is_the_forces_own() {
        for (typed, read) in [
            ("northshire.police.uk", Some("northshire.police.uk")),
            (" @Northshire.Example ", Some("northshire.example")),
            ("northshire", None),
            ("north shire.example", None),
            ("-x.example", None),
            ("x..example", None),
            ("ann@northshire.example", None),
            ("gmail.com", None),
            ("", None),
        ] {
            assert_eq!(domain(typed).ok().as_deref(), read, "{typed:?}");
        }
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        let mistakes = ForceForm::default().parse(&[]).unwrap_err();
        for field in ["name", "kind", "region", "authority", "regime", "domain", "from"] {
            assert!(mistakes.on(field).is_some(), "{field}");
        }
        let name = ChangeForm::default().name().unwrap_err();
        assert!(name.on("name").is_some() && name.on("named").is_some());
        let merger = ChangeForm::default().merger(&[]).unwrap_err();
        assert!(merger.on("successor").is_some() && merger.on("merged").is_some());
    }
}
