//! What a force sees of the documents of an amendment.

use askama::Template;

use super::forms::AddForm;
use super::model::{Exchange, Folder};
use super::policy::{may_add, may_take_away};
use crate::files::kinds::{ACCEPT, HINT};
use crate::requests::model::{Classification, Request};
use crate::types::ids::FileId;
use crate::web::form::{Choice, Mistakes};
use crate::web::page::Frame;

/// The documents of a request, with what an amendment does to them.
#[derive(Template)]
#[template(path = "requests/amending/documents.html")]
pub struct ExchangesPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: &'a Request,
    /// Its documents.
    pub folder: &'a Folder,
    /// Whether files are looked at for viruses.
    pub scanned: bool,
    /// As chosen.
    pub form: &'a AddForm,
    /// What is wrong with it.
    pub mistakes: &'a Mistakes,
}

impl ExchangesPage<'_> {
    fn at(&self, id: &FileId, side: &str) -> String {
        format!("/requests/{}/amendment/documents/{id}/{side}", self.request.reference)
    }

    fn going(&self, id: &FileId) -> Option<&Exchange> {
        self.folder.going(*id)
    }

    /// Those that come beside the others.
    fn coming(&self) -> impl Iterator<Item = &Exchange> {
        self.folder.exchanges.iter().filter(|it| it.goes.is_none())
    }

    /// What a file can take the place of.
    fn replaceable(&self) -> Vec<Choice> {
        let free = |id| may_take_away(self.folder, id).is_ok();
        let free = self.folder.there.iter().filter(|it| free(it.id()));
        free.map(|it| Choice::new(it.id().to_string(), &it.file.name)).collect()
    }

    fn may_add(&self) -> bool {
        may_add(self.folder, None).is_ok() || !self.replaceable().is_empty()
    }

    fn hint(&self) -> &'static str {
        HINT
    }

    fn accept(&self) -> &'static str {
        ACCEPT
    }

    fn whose(&self) -> &'static str {
        match self.request.classification {
            Some(Classification::Official) => "anyone can download it",
            _ => "your force, providers that may bid, and auditors can download it",
        }
    }
}
