//! What an amendment would do to its request, read anew from what was typed.

use super::changes::{changes, inside};
use super::exchanges::model::Folder;
use super::model::{Outcome, SavedSection};
use super::{forms, matching, policy};
use crate::requests::documents::policy::kept_back;
use crate::requests::drafting;
use crate::requests::drafting::model::Lists;
use crate::requests::model::{FullRequest, Section};
use crate::requests::shown::Words;
use crate::types::time::Moment;

/// Puts every page and every document of an amendment into the request, and
/// says what comes of it. Whatever changes about documents is material: bids
/// rest on what they say, and nobody can tell by how much.
pub fn of(
    before: &FullRequest,
    (saved, folder): (&[SavedSection], &Folder),
    lists: &Lists,
    words: &Words,
    now: Moment,
) -> Outcome {
    let mut after = before.clone();
    let (mut gaps, mut unfinished) = (Vec::new(), Vec::new());
    for it in saved {
        let typed = forms::typed(&it.typed, before);
        match forms::parse(it.section, &typed, before, lists, now) {
            Ok(edit) => after = matching::amended(&after, edit, &lists.criteria),
            Err(mistakes) => {
                gaps.extend(mistakes.all().map(|it| it.1.clone()));
                unfinished.push(it.section);
            }
        }
    }
    let touched: Vec<_> = saved.iter().map(|it| it.section).collect();
    // The gates to publishing, for the pages that change: the others were met once.
    let since = before.request.published_at.unwrap_or(now);
    let open = drafting::policy::gaps(&after, lists, since);
    // When outcomes are due depends on when the work is done.
    let judged = |it: Section| {
        touched.contains(&it) || (it == Section::Outcomes && touched.contains(&Section::Dates))
    };
    let open = open.into_iter().filter(|gap| gap.section.is_some_and(judged));
    gaps.extend(open.map(|gap| gap.sentence));
    gaps.extend(kept_back(&folder.states()).map(str::to_owned));
    let material = policy::is_material(before, &after) || folder.is_changed();
    let late = policy::late_or_short(&before.request, &after.request, material, now);
    gaps.extend(late.into_iter().map(|it| it.1));
    gaps.dedup();
    let mut changes = changes(before, &after, words, now);
    changes.extend(folder.changes());
    Outcome {
        changes,
        documents: folder.is_changed(),
        unfinished,
        inside: inside(&before.request, &after.request),
        unanswered: policy::unanswered(before, &after),
        material,
        touched,
        gaps,
        after,
    }
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::files::model::StoredFile;
    use crate::files::state::FileState;
    use crate::forces::model::Force;
    use crate::requests::amending::exchanges::model::{Exchange, Folder};
    use crate::requests::amending::model::SavedSection;
    use crate::requests::drafting::samples::{lists, now, whole};
    use crate::requests::model::Section;
    use crate::requests::shown::Words;
    use crate::types::ids::{FileId, ForceId};

    fn words() -> Words {
        Words {
            force: Force {
                id: ForceId::mint(),
                slug: String::new(),
                name: String::new(),
                kind: String::new(),
                region_code: String::new(),
                contracting_authority: String::new(),
            },
            lots: Vec::new(),
            specialisms: Vec::new(),
            regions: Vec::new(),
            levels: Vec::new(),
            nsv: Vec::new(),
        }
    }

    #[test]
    fn what_was_typed_is_read_again_and_what_differs_is_told() {
        let before = whole();
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let page = |essential: &str| SavedSection {
            section: Section::Requirements,
            typed: vec![pair("essential", essential), pair("nice", ""), pair("certifications", "")],
        };
        let read = |typed: &str| {
            let (pages, folder) = ([page(typed)], Folder::default());
            of(&before, (&pages, &folder), &lists(), &words(), now())
        };
        let found = read("Words.\nDrones");
        assert_eq!(found.gaps, Vec::<String>::new());
        assert!(found.material);
        assert_eq!(found.unanswered, ["There is a new essential requirement: Drones"]);
        let told: Vec<_> =
            found.changes.iter().map(|it| (it.before.as_str(), it.after.as_str())).collect();
        assert_eq!(told, [("", "Drones (Essential)")]);
        assert_eq!(found.after.requirements[0].id, before.requirements[0].id);

        let empty = read("");
        assert!(empty.gaps[0].contains("at least one essential"), "{:?}", empty.gaps);
        let same = read("Words.");
        assert!(same.changes.is_empty() && !same.material);
    }

    #[test]
    fn a_document_that_comes_is_material_and_waits_for_the_scanner() {
        let before = whole();
        let file = |state| StoredFile {
            id: FileId::mint(),
            provider_id: None,
            force_id: Some(before.request.force_id),
            name: "Plan.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            bytes: 2048,
            storage_key: String::new(),
            state,
            reason: String::new(),
            uploaded_by: before.request.created_by,
            uploaded_at: now(),
            scanned_at: None,
            tries: 0,
            of_bid: false,
        };
        for (state, gaps) in
            [(FileState::Clean, 0), (FileState::Pending, 1), (FileState::Quarantined, 1)]
        {
            let by = before.request.created_by;
            let comes = Exchange { comes: Some(file(state)), goes: None, by };
            let folder = Folder { there: Vec::new(), exchanges: vec![comes] };
            let found = of(&before, (&[], &folder), &lists(), &words(), now());
            assert!(found.material && found.documents && found.unanswered.is_empty());
            assert_eq!(found.changes[0].after, "Plan.pdf (PDF, 2 KB)");
            assert_eq!(found.gaps.len(), gaps, "{state:?}: {:?}", found.gaps);
        }
    }
}
