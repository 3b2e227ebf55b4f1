//! A dossier read aloud: the same lines for the provider that checks its
//! answers and for the officer that checks the provider.

use super::grounds;
use super::model::{Dossier, LotOffer, Paper, Section, Statement};
use crate::files::model::Attached;
use crate::framework::model::{Scheme, SfiaLevel, Word, name_of};
use crate::providers::model::{
    Certificate, CertificateDecision, Declaration, Insurance, LotDecision, ProviderLot, Size,
    Specialist,
};
use crate::providers::state::ProviderState;
use crate::types::uk_time;

/// The words a dossier is read with.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// The regions.
    pub regions: Vec<Word>,
    /// The assurance schemes.
    pub schemes: Vec<Scheme>,
    /// The SFIA levels.
    pub levels: Vec<SfiaLevel>,
}

impl Words {
    /// The name of a region.
    pub fn region<'a>(&'a self, code: &'a str) -> &'a str {
        name_of(&self.regions, code)
    }

    /// The name of a scheme.
    pub fn scheme<'a>(&'a self, code: &'a str) -> &'a str {
        self.schemes.iter().find(|it| it.code == code).map_or(code, |it| it.name.as_str())
    }

    /// A level and its name, such as `5 Ensure or advise`.
    pub fn level(&self, level: i16) -> String {
        let found = self.levels.iter().find(|it| it.level == level);
        found.map_or_else(|| level.to_string(), |it| format!("{} {}", it.level, it.name))
    }
}

/// A line of a block.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// What it is about.
    pub key: String,
    /// What is said.
    pub value: String,
    /// Where it stands, if somebody decides on it.
    pub tag: String,
    /// The colour of that.
    pub colour: &'static str,
    /// Where to do something about it, if the reader can.
    pub href: String,
    /// What is done there.
    pub verb: &'static str,
    /// The file that came with it, where one may; without a name, none did.
    pub file: Option<Attached>,
    /// The paper that file belongs to.
    pub paper: Option<Paper>,
}

/// A section, read aloud.
#[derive(Debug, Clone)]
pub struct Block {
    /// Which section.
    pub section: Section,
    /// Its name.
    pub title: &'static str,
    /// Where to change it, if the reader can.
    pub href: &'static str,
    /// Its lines.
    pub lines: Vec<Line>,
}

fn line(key: impl Into<String>, value: impl Into<String>) -> Line {
    Line { key: key.into(), value: value.into(), ..Line::default() }
}

/// A line with the file that came with its paper.
pub fn with_file(line: Line, dossier: &Dossier, paper: &Paper) -> Line {
    Line { file: Some(dossier.attached(paper)), paper: Some(paper.clone()), ..line }
}

/// The whole dossier, section by section.
pub fn read_aloud(dossier: &Dossier, words: &Words) -> Vec<Block> {
    Section::ALL
        .iter()
        .copied()
        .map(|section| Block {
            section,
            title: section.label(),
            href: "",
            lines: lines(dossier, section, words),
        })
        .collect()
}

fn lines(dossier: &Dossier, section: Section, words: &Words) -> Vec<Line> {
    match section {
        Section::Company => company(dossier, words),
        Section::Declarations => declarations(dossier),
        Section::Certificates => {
            let paper = |it: &Certificate| Paper::Certificate(it.id);
            let read = |it| with_file(certificate(it, words), dossier, &paper(it));
            dossier.certificates.iter().map(read).collect()
        }
        Section::Insurance => {
            let read = |it: &Insurance| with_file(insurance(it), dossier, &Paper::Insurance(it.id));
            dossier.insurances.iter().map(read).collect()
        }
        Section::Statements => {
            let it = &dossier.provider;
            let read = |which: Statement, said: &str| {
                with_file(line(which.label(), said), dossier, &Paper::Statement(which))
            };
            vec![
                read(Statement::ModernSlavery, &it.modern_slavery_statement),
                read(Statement::DataProtection, &it.data_protection_statement),
                line("ICO registration", &it.ico_number),
            ]
        }
        Section::Lots => {
            let paper = |it: &LotOffer| Paper::Lot(it.lot.code.clone());
            let read = |it| with_file(lot(it, words), dossier, &paper(it));
            dossier.lots.iter().map(read).collect()
        }
        Section::Specialists => {
            let listed = |it: &Specialist| dossier.listed.get(&it.id).cloned().unwrap_or_default();
            dossier.specialists.iter().map(|it| specialist(it, &listed(it), words)).collect()
        }
    }
}

fn company(dossier: &Dossier, words: &Words) -> Vec<Line> {
    let it = &dossier.provider;
    let region = it.region_code.as_deref().map_or("", |code| name_of(&words.regions, code));
    vec![
        line("Name", &it.name),
        line("Company number", it.company_number.clone().unwrap_or_default()),
        line("Address", &it.address),
        line("Region", region),
        line("Size", it.size.map(Size::label).unwrap_or_default()),
        line("Contact", &it.contact_name),
        line("E-mail", &it.contact_email),
        line("Telephone", &it.contact_phone),
    ]
}

fn declarations(dossier: &Dossier) -> Vec<Line> {
    let mut lines: Vec<Line> = grounds::GROUNDS
        .iter()
        .filter_map(|ground| dossier.declarations.iter().find(|it| it.code == ground.code))
        .map(declaration)
        .collect();
    lines.push(line("Conflicts of interest", &dossier.provider.conflict_statement));
    lines
}

/// One declaration; only a yes is decided on.
pub fn declaration(it: &Declaration) -> Line {
    let question = grounds::question(&it.code);
    if !it.answer {
        return line(question, "No");
    }
    let mut said = format!("Yes. {}", it.explanation);
    if !it.remedy.is_empty() {
        said.push_str(&format!("\nSince then: {}", it.remedy));
    }
    if it.decision == CertificateDecision::Refused {
        said.push_str(&format!("\nNot accepted: {}", it.reason));
    }
    let (tag, colour) = (it.decision.label().to_owned(), decided(it.decision));
    Line { tag, colour, ..line(question, said) }
}

fn decided(decision: CertificateDecision) -> &'static str {
    match decision {
        CertificateDecision::Waiting => "yellow",
        CertificateDecision::Accepted => "green",
        CertificateDecision::Refused => "red",
    }
}

/// One certificate.
pub fn certificate(it: &Certificate, words: &Words) -> Line {
    let (issued, expires) = (uk_time::day(it.issued_on), uk_time::day(it.expires_on));
    let mut said = format!("Number {}, issued {issued}, expires {expires}", it.number);
    if it.decision == CertificateDecision::Refused {
        said.push_str(&format!("\nRefused: {}", it.reason));
    }
    let colour = decided(it.decision);
    Line { tag: it.decision.label().to_owned(), colour, ..line(words.scheme(&it.scheme), said) }
}

/// One insurance.
pub fn insurance(it: &Insurance) -> Line {
    let until = match (it.expires_on, it.by_start) {
        (_, true) => "in place by the start of a contract".to_owned(),
        (Some(day), false) => format!("expires {}", uk_time::day(day)),
        (None, false) => "no expiry given".to_owned(),
    };
    line(it.kind.label(), format!("{} cover, {until}", it.cover_pence))
}

fn lot(it: &LotOffer, words: &Words) -> Line {
    let rates: Vec<String> = it
        .rates
        .iter()
        .map(|(level, rate)| format!("{}: {rate} a day", words.level(*level)))
        .collect();
    let mut said = format!("{}\n\nHighest day rates\n{}", it.lot.evidence, rates.join("\n"));
    if !it.lot.reason.is_empty() {
        said.push_str(&format!("\n\nOur reason: {}", it.lot.reason));
    }
    let (tag, colour) = lot_tag(&it.lot);
    Line { tag: tag.to_owned(), colour, ..line(it.lot.name.as_str(), said) }
}

fn lot_tag(lot: &ProviderLot) -> (&'static str, &'static str) {
    match lot.decision {
        _ if lot.admitted() => ("Admitted", "green"),
        LotDecision::Waiting => ("Waiting for a decision", "yellow"),
        LotDecision::Admit => ("To be admitted", "teal"),
        LotDecision::Refuse => ("Refused", "red"),
    }
}

fn specialist(it: &Specialist, listed: &[String], words: &Words) -> Line {
    let mut said = vec![format!("SFIA level {}", words.level(it.sfia_level))];
    let held = |level: &str, day: Option<chrono::NaiveDate>, sponsor: &str| {
        let until = day.map(uk_time::day).unwrap_or_default();
        match sponsor {
            "" => format!("{level} until {until}"),
            _ => format!("{level} until {until} (sponsored by {sponsor})"),
        }
    };
    said.extend(it.nppv.as_ref().map(|level| held(level, it.nppv_expires, &it.nppv_sponsor)));
    if it.nsv != "none" {
        said.push(held(&it.nsv, it.nsv_expires, &it.nsv_sponsor));
    }
    if !it.right_to_work {
        said.push("right to work not confirmed".to_owned());
    }
    let mut lines = vec![said.join(", ")];
    lines.extend(listed.iter().cloned());
    lines.extend(
        [&it.skills, &it.availability_note].into_iter().filter(|it| !it.is_empty()).cloned(),
    );
    line(it.name.as_str(), lines.join("\n"))
}

/// What a provider may read of its own dossier: what officers have decided
/// stays with them until the decision on the whole takes effect.
pub fn for_its_provider(mut dossier: Dossier) -> Dossier {
    if dossier.provider.state == ProviderState::Applied {
        for it in &mut dossier.certificates {
            it.decision = CertificateDecision::Waiting;
            it.reason.clear();
        }
        for it in dossier.lots.iter_mut().filter(|it| !it.lot.admitted()) {
            it.lot.decision = LotDecision::Waiting;
            it.lot.reason.clear();
        }
        for it in &mut dossier.declarations {
            it.decision = CertificateDecision::Waiting;
            it.reason.clear();
        }
    }
    if dossier.provider.state == ProviderState::Clarifying {
        for it in dossier.lots.iter_mut().filter(|it| it.lot.decision == LotDecision::Admit) {
            it.lot.decision = LotDecision::Waiting;
            it.lot.reason.clear();
        }
    }
    dossier
}
