//! What a force sees of a request's documents.

use askama::Template;

use super::model::Document;
use super::policy::MOST;
use crate::files::kinds::{ACCEPT, HINT};
use crate::requests::model::{Classification, Request};
use crate::web::form::Mistakes;
use crate::web::page::Frame;

/// The documents of a request.
#[derive(Template)]
#[template(path = "requests/documents/list.html")]
pub struct DocumentsPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: &'a Request,
    /// Its documents.
    pub documents: &'a [Document],
    /// Why this person may not add or remove any; empty if they may.
    pub barred: &'a str,
    /// Whether files are looked at for viruses.
    pub scanned: bool,
    /// What is wrong with what was chosen.
    pub mistakes: &'a Mistakes,
}

/// Asking before a document is removed.
#[derive(Template)]
#[template(path = "requests/documents/removal.html")]
pub struct RemovalPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: &'a Request,
    /// The document.
    pub document: &'a Document,
}

impl DocumentsPage<'_> {
    fn is_published(&self) -> bool {
        self.request.published_at.is_some()
    }

    fn may_add(&self) -> bool {
        self.barred.is_empty() && self.documents.len() < MOST
    }

    fn hint(&self) -> &'static str {
        HINT
    }

    fn accept(&self) -> &'static str {
        ACCEPT
    }

    fn whose(&self) -> &'static str {
        match self.request.classification {
            Some(Classification::Official) => {
                "When the request is published, anyone can download its documents."
            }
            Some(Classification::OfficialSensitive) => {
                "The work is marked SENSITIVE: when the request is published, only your force, providers that may bid, and auditors can download its documents."
            }
            None => {
                "Who can download them once the request is published depends on its classification, which is not chosen yet."
            }
        }
    }
}
