//! The file of one paper, over HTTP.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use crate::accounts::model::Organisation;
use crate::accounts::roles::ProviderAdmin;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::files::forms::with_file;
use crate::files::store::Files;
use crate::providers::dossier::model::{Dossier, Paper};
use crate::providers::dossier::pages::FilePage;
use crate::providers::dossier::{acts, policy, queries};
use crate::types::ids::UserId;
use crate::web::form::{Mistakes, Posted};
use crate::web::page::{self, Frame};
use crate::web::upload::Upload;

/// A paper of the dossier whose file can be removed now at least, and what it
/// is called.
async fn open(who: &ProviderAdmin, db: &Db, name: &str) -> Result<(Dossier, Paper, String)> {
    let paper = Paper::parse(name).ok_or(Error::NotFound)?;
    let dossier = db.read(async |conn| queries::own(conn, who.provider).await).await?;
    let name = dossier.name_of(&paper).ok_or(Error::NotFound)?;
    policy::may_remove_file(&dossier, &paper)?;
    Ok((dossier, paper, name))
}

/// Whose the files of a dossier are, and who brings them.
pub(in crate::providers::dossier) fn owner(who: &ProviderAdmin) -> (Organisation, UserId) {
    (Organisation::Provider(who.provider), who.user)
}

/// GET /provider/dossier/files/{paper}
pub async fn file_page(
    who: ProviderAdmin,
    frame: Frame,
    (db, files): (Data<Db>, Data<Files>),
    path: Path<String>,
) -> Result<HttpResponse> {
    let found = open(&who, &db, &path).await?;
    page::show(&shown(frame, &found, &files, &Mistakes::default()))
}

fn shown<'a>(
    frame: Frame,
    (dossier, paper, name): &'a (Dossier, Paper, String),
    files: &Files,
    mistakes: &'a Mistakes,
) -> FilePage<'a> {
    FilePage {
        frame,
        name,
        action: paper.path(),
        back: paper.section().path(),
        file: dossier.attached(paper),
        scanned: files.scanner().is_some(),
        may_choose: policy::may_choose_file(dossier, paper).is_ok(),
        mistakes,
    }
}

/// POST /provider/dossier/files/{paper}
pub async fn choose(
    who: ProviderAdmin,
    frame: Frame,
    (db, files): (Data<Db>, Data<Files>),
    path: Path<String>,
    mut upload: Upload,
) -> Result<HttpResponse> {
    let once = upload.once();
    let found = open(&who, &db, &path).await?;
    policy::may_choose_file(&found.0, &found.1)?;
    let chosen = files.checked(upload.take("file")).await?;
    let chosen = with_file("file", Ok(()), chosen).map(|((), chosen)| chosen);
    let file = match chosen {
        Ok(Some(file)) => files.keep(&db, owner(&who), Some(file)).await?,
        Ok(None) => None,
        Err(mistakes) => return page::mistaken(&shown(frame, &found, &files, &mistakes)),
    };
    let Some(file) = file else {
        let mut mistakes = Mistakes::default();
        mistakes.add("file", "Choose a file");
        return page::mistaken(&shown(frame, &found, &files, &mistakes));
    };
    let paper = &found.1;
    let done = db.act(&who.by, async |tx| {
        tx.once(once, paper.section().path()).await?;
        acts::attach_file(tx, &who, paper, &file).await
    });
    let done = done.await;
    files.taken_up(&db, Some(&file), done).await?;
    Ok(page::go_to_saying(paper.section().path(), "The file is saved"))
}

/// POST /provider/dossier/files/{paper}/removal
pub async fn remove(
    who: ProviderAdmin,
    db: Data<Db>,
    path: Path<String>,
    _: Posted,
) -> Result<HttpResponse> {
    let paper = Paper::parse(&path).ok_or(Error::NotFound)?;
    db.act(&who.by, async |tx| acts::remove_file(tx, &who, &paper).await).await?;
    Ok(page::go_to_saying(paper.section().path(), "The file is removed"))
}
