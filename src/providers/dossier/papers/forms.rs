//! What people type about certificates and insurances.

use chrono::{Months, NaiveDate};

use crate::framework::model::Scheme;
use crate::providers::model::{Certificate, Insurance, InsuranceKind};
use crate::providers::typed::{TypedDay, listed};
use crate::types::money::Money;
use crate::types::{text, uk_time};
use crate::web::form::{Choice, Mistakes, Posted};

/// A certificate as typed.
#[derive(Debug, Clone, Default)]
pub struct CertificateForm {
    /// The scheme.
    pub scheme: String,
    /// Its number.
    pub number: String,
    /// The day it was issued.
    pub issued: TypedDay,
    /// The last day it is good.
    pub expires: TypedDay,
}

/// A certificate, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCertificate {
    /// The scheme.
    pub scheme: String,
    /// Its number.
    pub number: String,
    /// The day it was issued.
    pub issued_on: NaiveDate,
    /// The last day it is good.
    pub expires_on: NaiveDate,
}

impl CertificateForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self {
            scheme: posted.text("scheme"),
            number: posted.text("number"),
            issued: TypedDay::typed(posted, "issued"),
            expires: TypedDay::typed(posted, "expires"),
        }
    }

    /// As it stands.
    pub fn of(it: &Certificate) -> Self {
        Self {
            scheme: it.scheme.clone(),
            number: it.number.clone(),
            issued: TypedDay::of(Some(it.issued_on)),
            expires: TypedDay::of(Some(it.expires_on)),
        }
    }

    /// One that follows another: of the same scheme, with dates of its own.
    pub fn renewing(it: &Certificate) -> Self {
        Self { scheme: it.scheme.clone(), ..Self::default() }
    }

    /// Reads every field before complaining about any.
    pub fn parse(&self, schemes: &[Scheme], today: NaiveDate) -> Result<NewCertificate, Mistakes> {
        let mut mistakes = Mistakes::default();
        let choices: Vec<Choice> = schemes.iter().map(Choice::from).collect();
        let scheme = mistakes.keep("scheme", listed(&self.scheme, &choices, "Choose the scheme"));
        let number =
            mistakes.keep("number", text::line(&self.number, "the number on the certificate", 100));
        let issued = mistakes.keep(
            "issued",
            self.issued.parse("Date of issue").and_then(|day| {
                if day > today {
                    Err("The day of issue must not be in the future".to_owned())
                } else {
                    Ok(day)
                }
            }),
        );
        let expires = mistakes.keep(
            "expires",
            self.expires.parse("Expiry date").and_then(|day| {
                if issued.is_some_and(|issued| day <= issued) {
                    return Err(
                        "The certificate must expire after the day it was issued".to_owned()
                    );
                }
                let known = schemes.iter().find(|it| it.code == self.scheme);
                match known.zip(issued).and_then(|(it, issued)| too_long(it, issued, day)) {
                    Some(mistake) => Err(mistake),
                    None => Ok(day),
                }
            }),
        );
        match (scheme, number, issued, expires) {
            (Some(scheme), Some(number), Some(issued_on), Some(expires_on)) => {
                Ok(NewCertificate { scheme, number, issued_on, expires_on })
            }
            _ => Err(mistakes),
        }
    }
}

/// What is wrong with a certificate that lasts longer than its scheme's do.
fn too_long(scheme: &Scheme, issued: NaiveDate, expires: NaiveDate) -> Option<String> {
    let months = u32::try_from(scheme.months?).ok()?;
    let last = issued.checked_add_months(Months::new(months))?;
    (expires > last).then(|| {
        let (name, last) = (&scheme.name, uk_time::day(last));
        format!("{name} lasts {months} months, so the last day of this one is {last} at the latest. Check both dates")
    })
}

/// An insurance as typed.
#[derive(Debug, Clone, Default)]
pub struct InsuranceForm {
    /// What it is against.
    pub kind: String,
    /// What it pays at most.
    pub cover: String,
    /// The last day it is good.
    pub expires: TypedDay,
    /// `yes` if it is promised by the start of a contract.
    pub by_start: String,
}

/// An insurance, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInsurance {
    /// What it is against.
    pub kind: InsuranceKind,
    /// What it pays at most.
    pub cover: Money,
    /// The last day it is good.
    pub expires_on: Option<NaiveDate>,
    /// Whether it is promised by the start of a contract.
    pub by_start: bool,
}

impl InsuranceForm {
    /// As it was sent.
    pub fn typed(posted: &Posted) -> Self {
        Self {
            kind: posted.text("kind"),
            cover: posted.text("cover"),
            expires: TypedDay::typed(posted, "expires"),
            by_start: posted.text("by_start"),
        }
    }

    /// As it stands.
    pub fn of(it: &Insurance) -> Self {
        Self {
            kind: it.kind.word().to_owned(),
            cover: it.cover_pence.typed(),
            expires: TypedDay::of(it.expires_on),
            by_start: if it.by_start { "yes" } else { "" }.to_owned(),
        }
    }

    /// Reads every field before complaining about any.
    pub fn parse(&self, today: NaiveDate) -> Result<NewInsurance, Mistakes> {
        let mut mistakes = Mistakes::default();
        let kind = InsuranceKind::parse(&self.kind).ok_or("Choose the kind of insurance");
        let kind = mistakes.keep("kind", kind);
        let cover = mistakes.keep("cover", Money::parse(&self.cover));
        let by_start = self.by_start == "yes";
        let expires = if by_start && !self.expires.is_empty() {
            Err("Enter the day it expires or say that it will be in place by the start of a contract, not both".to_owned())
        } else if by_start {
            Ok(None)
        } else {
            let missing = self.expires.is_empty();
            let help = "Enter the day it expires, or say that it will be in place by the start of a contract";
            let day =
                if missing { Err(help.to_owned()) } else { self.expires.parse("Expiry date") };
            day.map(Some)
        };
        let expires = expires.and_then(|day| match day {
            Some(day) if day < today => Err("This insurance has run out already".to_owned()),
            day => Ok(day),
        });
        let expires = mistakes.keep("expires", expires);
        match (kind, cover, expires) {
            (Some(kind), Some(cover), Some(expires_on)) => {
                Ok(NewInsurance { kind, cover, expires_on, by_start })
            }
            _ => Err(mistakes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{CertificateForm, InsuranceForm};
    use crate::framework::model::Scheme;
    use crate::providers::typed::TypedDay;

    fn scheme(months: Option<i16>) -> Scheme {
        let (code, name) = ("check".to_owned(), "CHECK".to_owned());
        Scheme { code, name, mandatory: false, months }
    }

    #[test]
    fn a_certificate_is_issued_by_today_and_expires_after_that() {
        let schemes = [scheme(None)];
        let form = |issued: &str, expires: &str| CertificateForm {
            scheme: "check".to_owned(),
            number: "7".to_owned(),
            issued: TypedDay::of(issued.parse().ok()),
            expires: TypedDay::of(expires.parse().ok()),
        };
        let today = "2026-01-05".parse().unwrap();
        let read = |issued, expires| form(issued, expires).parse(&schemes, today);
        assert!(read("2026-01-05", "2026-01-06").is_ok());
        assert!(read("2026-01-06", "2027-01-06").unwrap_err().on("issued").is_some());
        assert!(read("2026-01-05", "2026-01-05").unwrap_err().on("expires").is_some());
    }

    #[test]
    fn a_certificate_lasts_no_longer_than_those_of_its_scheme() {
        let today = "2026-03-01".parse().unwrap();
        let read = |months, expires: &str| {
            let form = CertificateForm {
                scheme: "check".to_owned(),
                number: "7".to_owned(),
                issued: TypedDay::of("2024-02-29".parse().ok()),
                expires: TypedDay::of(expires.parse().ok()),
            };
            form.parse(&[scheme(months)], today)
        };
        assert!(read(Some(12), "2025-02-28").is_ok());
        let late = read(Some(12), "2025-03-01").unwrap_err();
        let said = "CHECK lasts 12 months, so the last day of this one is 28 February 2025 at the latest. Check both dates";
        assert_eq!(late.on("expires"), Some(said));
        assert!(read(None, "2034-03-01").is_ok(), "where the certificate alone says");
    }

    #[test]
    fn an_insurance_expires_or_is_promised() {
        let today = "2026-01-05".parse().unwrap();
        let mut form = InsuranceForm {
            kind: "cyber".to_owned(),
            cover: "1,000,000".to_owned(),
            ..InsuranceForm::default()
        };
        assert!(form.parse(today).unwrap_err().on("expires").is_some());
        form.expires = TypedDay::of("2026-01-04".parse().ok());
        assert_eq!(
            form.parse(today).unwrap_err().on("expires"),
            Some("This insurance has run out already")
        );
        form.expires = TypedDay::default();
        form.by_start = "yes".to_owned();
        assert_eq!(form.parse(today).unwrap().expires_on, None);
    }
}
