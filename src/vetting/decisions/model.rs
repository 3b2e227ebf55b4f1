//! What an officer reads before a decision, and a mark that it is still that.

use sha2::{Digest, Sha256};

use crate::providers::dossier::model::{Dossier, Paper};
use crate::types::ids::CertificateId;
use crate::types::text::hex;

/// A part of a dossier that is decided on by itself.
#[derive(Debug, Clone, Copy)]
pub enum Part<'a> {
    /// A certificate.
    Certificate(CertificateId),
    /// A declaration answered yes, by its ground.
    Declaration(&'a str),
    /// A lot asked for, by its code.
    Lot(&'a str),
}

impl Part<'_> {
    /// The paper whose file belongs to it, if it may have one.
    pub fn paper(self) -> Option<Paper> {
        match self {
            Self::Certificate(id) => Some(Paper::Certificate(id)),
            Self::Lot(code) => Some(Paper::Lot(code.to_owned())),
            Self::Declaration(_) => None,
        }
    }

    /// A mark of what the dossier says here, file and all: another as soon as
    /// any of it is. What officers decided is not in it. Nothing, if the
    /// dossier has no such part.
    pub fn mark(self, dossier: &Dossier) -> Option<String> {
        let mut said = match self {
            Self::Certificate(id) => {
                let it = dossier.certificates.iter().find(|it| it.id == id)?;
                let (issued, expires) = (it.issued_on.to_string(), it.expires_on.to_string());
                vec![it.scheme.clone(), it.number.clone(), issued, expires]
            }
            Self::Declaration(code) => {
                let it = dossier.declarations.iter().find(|it| it.code == code && it.answer)?;
                vec![it.explanation.clone(), it.remedy.clone()]
            }
            Self::Lot(code) => {
                let it = dossier.lots.iter().find(|it| it.lot.code == code)?;
                let rates = it.rates.iter().map(|(level, rate)| format!("{level} {rate}"));
                [it.lot.evidence.clone()].into_iter().chain(rates).collect()
            }
        };
        let file = self.paper().and_then(|it| dossier.file(&it).map(|file| file.id.to_string()));
        said.push(file.unwrap_or_default());
        let mut digest = Sha256::new();
        for it in said {
            digest.update(it.len().to_be_bytes());
            digest.update(it);
        }
        Some(hex(&digest.finalize()))
    }
}
