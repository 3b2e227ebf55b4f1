//! What we write about files.

use super::model::StoredFile;
use crate::accounts::model::Organisation;
use crate::outbox::Message;
use crate::types::time::Moment;
use crate::types::uk_time;

/// To whoever keeps the owner's papers: there is a virus in it.
pub fn held_back(file: &StoredFile, virus: &str, now: Moment) -> Message {
    let link = match file.owner() {
        Organisation::Provider(_) if file.of_bid => "/bids",
        Organisation::Provider(_) => "/provider/dossier/check",
        other => other.home(),
    };
    Message {
        cause: format!("file.held_back:{}", file.id),
        subject: "A virus was found in a file you uploaded".to_owned(),
        lines: vec![
            format!(
                "{}, uploaded at {}, was checked at {}. This was found in it: {virus}.",
                called(file),
                uk_time::full(file.uploaded_at),
                uk_time::full(now)
            ),
            "Nobody can download it from Muster, and nothing that rests on it is accepted. Remove it, then bring a clean copy where you still can."
                .to_owned(),
            "Have the machine it came from checked too.".to_owned(),
        ],
        link: link.to_owned(),
    }
}

/// What a bid says is never in a mail, and the name of a file may say it.
fn called(file: &StoredFile) -> String {
    if file.of_bid {
        "A file attached to one of your company’s bids".to_owned()
    } else {
        format!("The file “{}”", file.name)
    }
}
