//! What an item is.

use diesel::prelude::*;

use crate::providers::dossier::model::Section;
use crate::types::ids::AskedId;
use crate::types::time::Moment;

/// Something an officer asked for.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct AskedItem {
    /// Its id.
    pub id: AskedId,
    /// The section it is about.
    pub section: Section,
    /// A lot's code, if one lot is meant.
    pub subject: String,
    /// The lot's name, if one lot is meant.
    pub lot: Option<String>,
    /// What is asked for.
    pub words: String,
    /// When it was asked.
    pub asked_at: Moment,
    /// When the provider ticked it off.
    pub done_at: Option<Moment>,
}

impl AskedItem {
    /// What it is about, as people call it.
    pub fn label(&self) -> String {
        match &self.lot {
            Some(lot) => format!("Lot: {lot}"),
            None => self.section.label().to_owned(),
        }
    }

    /// Where to see to it.
    pub fn href(&self) -> String {
        match self.subject.as_str() {
            "" => self.section.path().to_owned(),
            lot => format!("{}/{lot}", self.section.path()),
        }
    }

    /// Where to tick it off, or take the tick back.
    pub fn tick(&self) -> String {
        format!("/provider/dossier/asked/{}", self.id)
    }
}

/// Something to ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewItem {
    /// The section it is about.
    pub section: Section,
    /// A lot's code, if one lot is meant.
    pub subject: String,
    /// What the reader knows the place as.
    pub place: String,
    /// What is asked for.
    pub words: String,
}
