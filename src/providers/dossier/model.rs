//! What a dossier is made of.

use std::collections::BTreeMap;
use std::fmt;

use crate::files::model::{Attached, StoredFile};
use crate::files::state::FileState;
use crate::framework::model::Scheme;
use crate::providers::asked::model::AskedItem;
use crate::providers::changes::model::Listed;
use crate::providers::model::{
    Certificate, Declaration, Insurance, Provider, ProviderLot, Specialist,
};
use crate::types::ids::{CertificateId, InsuranceId, SpecialistId};
use crate::types::money::Money;

text_enum! {
    /// A part of the dossier.
    pub enum Section {
        /// Name, number, address, size, contacts.
        Company = "company", "Company details";
        /// Grounds for exclusion and conflicts of interest.
        Declarations = "declarations", "Declarations";
        /// Certificates of assurance.
        Certificates = "certificates", "Certificates";
        /// Insurance.
        Insurance = "insurance", "Insurance";
        /// Modern slavery and data protection.
        Statements = "statements", "Statements";
        /// Lots, with evidence and rate ceilings.
        Lots = "lots", "Lots and rates";
        /// The people who can be deployed.
        Specialists = "specialists", "Specialists";
    }
}

impl Section {
    /// Its page.
    pub fn path(self) -> &'static str {
        match self {
            Self::Company => "/provider/dossier/company",
            Self::Declarations => "/provider/dossier/declarations",
            Self::Certificates => "/provider/dossier/certificates",
            Self::Insurance => "/provider/dossier/insurance",
            Self::Statements => "/provider/dossier/statements",
            Self::Lots => "/provider/dossier/lots",
            Self::Specialists => "/provider/specialists",
        }
    }

    /// What it asks for, in a line.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Company => "Name, company number, address, size and who to talk to",
            Self::Declarations => "Grounds for exclusion and conflicts of interest",
            Self::Certificates => "Cyber Essentials, and any others you hold",
            Self::Insurance => "Professional indemnity and public liability at least",
            Self::Statements => "Modern slavery, data protection and your ICO registration",
            Self::Lots => "What you offer, your evidence and your highest day rates",
            Self::Specialists => "The people you can put forward. You can also add them later",
        }
    }
}

text_enum! {
    /// A statement of the dossier.
    pub enum Statement {
        /// What the company does against modern slavery.
        ModernSlavery = "modern_slavery", "Modern slavery";
        /// How it protects personal data.
        DataProtection = "data_protection", "Data protection";
    }
}

/// A paper of the dossier, which may come with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Paper {
    /// A certificate.
    Certificate(CertificateId),
    /// An insurance.
    Insurance(InsuranceId),
    /// The evidence for a lot.
    Lot(String),
    /// A statement.
    Statement(Statement),
}

impl Paper {
    /// Reads a paper's name in an address.
    pub fn parse(name: &str) -> Option<Self> {
        let (kind, which) = name.split_once('-')?;
        match kind {
            "certificate" => CertificateId::parse(which).map(Self::Certificate),
            "insurance" => InsuranceId::parse(which).map(Self::Insurance),
            "lot" => Some(Self::Lot(which.to_owned())),
            "statement" => Statement::parse(which).map(Self::Statement),
            _ => None,
        }
    }

    /// The section it belongs to.
    pub fn section(&self) -> Section {
        match self {
            Self::Certificate(_) => Section::Certificates,
            Self::Insurance(_) => Section::Insurance,
            Self::Lot(_) => Section::Lots,
            Self::Statement(_) => Section::Statements,
        }
    }

    /// Where its file is chosen.
    pub fn path(&self) -> String {
        format!("/provider/dossier/files/{self}")
    }
}

impl fmt::Display for Paper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Certificate(id) => write!(f, "certificate-{id}"),
            Self::Insurance(id) => write!(f, "insurance-{id}"),
            Self::Lot(code) => write!(f, "lot-{code}"),
            Self::Statement(it) => write!(f, "statement-{}", it.word()),
        }
    }
}

/// How far a section is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Nothing is there.
    NotStarted,
    /// Something is missing.
    InProgress,
    /// Nothing is missing.
    Done,
}

impl Progress {
    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::NotStarted => "Not started",
            Self::InProgress => "In progress",
            Self::Done => "Done",
        }
    }
}

/// A lot asked for, with its rate ceilings by SFIA level.
#[derive(Debug, Clone)]
pub struct LotOffer {
    /// The lot.
    pub lot: ProviderLot,
    /// The highest day rate for each SFIA level.
    pub rates: BTreeMap<i16, Money>,
}

/// A whole dossier.
#[derive(Debug, Clone)]
pub struct Dossier {
    /// The company.
    pub provider: Provider,
    /// Its answers to the grounds for exclusion.
    pub declarations: Vec<Declaration>,
    /// Its certificates.
    pub certificates: Vec<Certificate>,
    /// Its insurances.
    pub insurances: Vec<Insurance>,
    /// The lots it asks for.
    pub lots: Vec<LotOffer>,
    /// Its people.
    pub specialists: Vec<Specialist>,
    /// What else is listed about each of them: specialisms, skills and
    /// certifications in words.
    pub listed: BTreeMap<SpecialistId, Vec<String>>,
    /// The schemes it must hold a certificate of.
    pub mandatory: Vec<Scheme>,
    /// What officers asked for and the provider has not answered.
    pub asked: Vec<AskedItem>,
    /// Changes that wait for review.
    pub changes: Vec<Listed>,
    /// The files that came with its papers.
    pub files: Vec<(Paper, StoredFile)>,
}

impl Dossier {
    /// The file that came with a paper, if one did.
    pub fn file(&self, paper: &Paper) -> Option<&StoredFile> {
        self.files.iter().find(|(it, _)| it == paper).map(|(_, file)| file)
    }

    /// Whether there is a virus in the file that came with a paper.
    pub fn is_held_back(&self, paper: &Paper) -> bool {
        self.file(paper).is_some_and(|it| it.state == FileState::Quarantined)
    }

    /// What a paper is called, if it is in the dossier.
    pub fn name_of(&self, paper: &Paper) -> Option<String> {
        match paper {
            Paper::Certificate(id) => {
                let found = self.certificates.iter().find(|it| it.id == *id)?;
                Some(format!("Certificate {}", found.number))
            }
            Paper::Insurance(id) => {
                let found = self.insurances.iter().find(|it| it.id == *id)?;
                Some(format!("{} insurance", found.kind.label()))
            }
            Paper::Lot(code) => {
                let found = self.lots.iter().find(|it| it.lot.code == *code)?;
                Some(found.lot.name.clone())
            }
            Paper::Statement(which) => Some(format!("{} statement", which.label())),
        }
    }

    /// The file of a paper as it is shown; an empty one if there is none.
    pub fn attached(&self, paper: &Paper) -> Attached {
        self.file(paper).map(StoredFile::attached).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{Paper, Statement};
    use crate::types::ids::CertificateId;

    #[test]
    fn a_paper_has_one_name_in_addresses() {
        for paper in [
            Paper::Certificate(CertificateId::mint()),
            Paper::Lot("digital_forensics".to_owned()),
            Paper::Statement(Statement::ModernSlavery),
        ] {
            assert_eq!(Paper::parse(&paper.to_string()), Some(paper));
        }
        for name in ["certificate-7", "statement-other", "lot", "rate-1", ""] {
            assert_eq!(Paper::parse(name), None, "{name}");
        }
    }
}
