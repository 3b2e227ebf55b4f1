//! The papers of the story: pages with a few lines on them.

use anyhow::{Context, Result};

use super::stage::{Stage, once};
use crate::accounts::model::Organisation;
use crate::accounts::roles::{Bidder, ProviderAdmin};
use crate::bids;
use crate::db::Db;
use crate::files::model::NewFile;
use crate::files::store::Files;
use crate::requests::keys::queries::recipient;
use crate::seal::envelope::Envelope;
use crate::types::time::Moment;

/// Keeps a page with these lines, as if a provider's administrator had
/// uploaded it.
pub async fn keep(
    (files, db): (&Files, &Db),
    who: &ProviderAdmin,
    name: &str,
    lines: &[String],
) -> Result<NewFile> {
    let sent = files.spool().hold(name, &page(lines))?;
    let checked = files.checked(Some(sent)).await??;
    let whose = (Organisation::Provider(who.provider), who.user);
    let kept = files.keep(db, whose, checked).await?;
    kept.ok_or_else(|| anyhow::anyhow!("{name} was not held"))
}

/// Attaches a page with these lines to a bid, as if its bidder had.
pub async fn attach(
    stage: &Stage,
    at: Moment,
    (who, bid): (&Bidder, &str),
    (name, lines): (&str, &[String]),
) -> Result<()> {
    let (db, files) = (stage.at(at), &stage.files);
    let sent = files.spool().hold(name, &page(lines))?;
    let file = files.checked(Some(sent)).await??.context("nothing was held")?;
    let bytes = i64::try_from(file.sent.bytes)?;
    let request =
        db.read(async |conn| Ok(bids::queries::own(conn, who, bid).await?.request_id)).await?;
    let to = db
        .keep_books(async |conn, _| recipient(conn, &stage.keys, request, Envelope::Quality).await)
        .await?;
    let (file, copy) = files.sealed(file, &stage.keys, &to).await?;
    let whose = (Organisation::Provider(who.provider), who.user);
    let file = files.keep_for_bid(&db, whose, file).await?;
    let copy = files.keep_sealed(&db, copy).await?;
    db.act(&who.by, async |tx| {
        bids::attachments::acts::attach(tx, who, bid, (&file, name, bytes), &copy, once()).await
    })
    .await?;
    Ok(())
}

/// As small as a PDF can be.
fn page(lines: &[String]) -> Vec<u8> {
    let text: String = lines.iter().map(|it| format!("({}) Tj T*\n", shown(it))).collect();
    let drawn = format!("BT /F 14 Tf 22 TL 60 760 Td\n{text}ET");
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
            .to_owned(),
        format!("<</Length {}>>stream\n{drawn}\nendstream", drawn.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ];
    let (mut page, mut places) = (String::from("%PDF-1.4\n"), String::new());
    for (number, object) in (1..).zip(&objects) {
        places.push_str(&format!("{:010} 00000 n \n", page.len()));
        page.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let table = page.len();
    page.push_str(&format!(
        "xref\n0 6\n0000000000 65535 f \n{places}trailer<</Size 6/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n"
    ));
    page.into_bytes()
}

fn shown(line: &str) -> String {
    let plain = line.chars().map(|it| if it.is_ascii() { it } else { '-' });
    let escaped = |it| match it {
        '(' | ')' | '\\' => format!("\\{it}"),
        it => it.to_string(),
    };
    plain.map(escaped).collect()
}
