//! Previews over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use crate::accounts::roles::Reader;
use crate::clarifications;
use crate::clarifications::forms::WordsForm;
use crate::db::Db;
use crate::error::Result;
use crate::requests::documents;
use crate::requests::public::pages::{Bidding, Looker, OpportunityPage, Preview};
use crate::requests::queries as found;
use crate::requests::reading;
use crate::requests::watching::model::Watching;
use crate::web::form::Mistakes;
use crate::web::page::{self, Frame};

async fn previewed(
    who: &Reader,
    frame: Frame,
    db: &Db,
    reference: &str,
    as_bidder: bool,
) -> Result<HttpResponse> {
    let now = db.now().await?;
    let (full, shown, questions, documents) = db
        .read(async |conn| {
            let request = found::readable(conn, who, reference).await?;
            let full = found::full(conn, request.as_published(now)).await?;
            let shown = found::shown(conn, &full, now).await?;
            let questions = clarifications::queries::questions(conn, full.request.id, None).await?;
            let documents = documents::queries::previewed(conn, &full.request, as_bidder).await?;
            Ok((full, shown, questions, documents))
        })
        .await?;
    let request = &full.request;
    reading::acts::note(db, who, request, "preview").await?;
    let (looker, bidding) = match as_bidder {
        true => (Looker::Bidder, Bidding::MayStart),
        false => (Looker::Nobody, Bidding::Aside),
    };
    page::show(&OpportunityPage {
        frame,
        request,
        shown: &shown,
        editing: false,
        preview: Some(if as_bidder { Preview::AsBidder } else { Preview::AsPublic }),
        documents: &documents,
        amended: None,
        questions: &questions,
        watching: Watching::Aside,
        looker,
        bidding,
        takes_questions: request.takes_questions(now),
        form: &WordsForm::default(),
        mistakes: &Mistakes::default(),
    })
}

/// GET /requests/{reference}/preview
pub async fn preview(
    who: Reader,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    previewed(&who, frame, &db, &path, false).await
}

/// GET /requests/{reference}/preview/bidder
pub async fn bidder_preview(
    who: Reader,
    frame: Frame,
    db: Data<Db>,
    path: Path<String>,
) -> Result<HttpResponse> {
    previewed(&who, frame, &db, &path, true).await
}
