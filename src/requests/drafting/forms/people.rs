//! Who may bid, and who scores.

use super::{Typed, chosen, number, pair};
use crate::requests::drafting::model::{Edit, Lists, Safeguards, WhoMayBid, is_listed};
use crate::requests::model::{FullRequest, Route};
use crate::types::calendar::Standstill;
use crate::types::ids::{ProviderId, UserId};
use crate::types::text;
use crate::web::form::Mistakes;

/// The word for a panel that nobody chairs.
pub const NOBODY: &str = "nobody";

pub(super) fn route_filled(full: &FullRequest) -> Vec<(String, String)> {
    let it = &full.request;
    let mut pairs = vec![pair("route_reason", &it.route_reason)];
    pairs.extend(it.route.map(|it| pair("route", it.word())));
    pairs.extend(it.direct_provider.map(|it| pair("direct_provider", it)));
    pairs
}

pub(super) fn route(typed: &Typed, lists: &Lists) -> Result<Edit, Mistakes> {
    let mut mistakes = Mistakes::default();
    let route = Route::parse(typed.of("route"));
    mistakes.keep("route", chosen(route, "Choose who may bid"));
    let reason = match route {
        Some(Route::Urgent) => text::prose(typed.of("route_reason"), "why this is urgent", 2_000),
        Some(Route::Direct) => {
            text::prose(typed.of("route_reason"), "why only one provider is asked", 2_000)
        }
        _ => text::optional_prose(typed.of("route_reason"), "the reason", 2_000),
    };
    let reason = mistakes.keep("route_reason", reason);
    let named = Some(typed.of("direct_provider")).filter(|it| is_listed(&lists.providers, it));
    let named = named.and_then(ProviderId::parse).filter(|_| route == Some(Route::Direct));
    if route == Some(Route::Direct) && named.is_none() {
        mistakes.add("direct_provider", "Choose a provider that is admitted to the lot");
    }
    match reason {
        Some(route_reason) if mistakes.is_empty() => {
            Ok(Edit::Route(WhoMayBid { route, route_reason, direct_provider: named }))
        }
        _ => Err(mistakes),
    }
}

pub(super) fn panel_filled(full: &FullRequest) -> Vec<(String, String)> {
    let it = &full.request;
    let mut pairs = vec![
        pair("conflict_assessment", &it.conflict_assessment),
        pair("standstill", it.standstill_days),
    ];
    pairs.extend(full.panel.iter().map(|it| pair("panel", it)));
    pairs.push(match full.chair {
        Some(chair) => pair("chair", chair),
        None => pair("chair", NOBODY),
    });
    pairs
}

pub(super) fn panel(typed: &Typed, lists: &Lists) -> Result<Edit, Mistakes> {
    let mut mistakes = Mistakes::default();
    let listed = typed.all("panel").into_iter().filter(|it| is_listed(&lists.evaluators, it));
    let mut panel: Vec<UserId> = listed.filter_map(|it| UserId::parse(&it)).collect();
    panel.sort();
    panel.dedup();
    if panel.is_empty() {
        mistakes.add("panel", "Choose at least one evaluator");
    }
    let chair = mistakes.keep("chair", chair(typed.of("chair"), &panel));
    let conflicts =
        text::prose(typed.of("conflict_assessment"), "the conflict-of-interest assessment", 5_000);
    let conflicts = mistakes.keep("conflict_assessment", conflicts);
    let standstill = mistakes.keep("standstill", standstill(typed.of("standstill")));
    match (conflicts, standstill, chair) {
        (Some(conflict_assessment), Some(standstill_days), Some(chair)) if mistakes.is_empty() => {
            Ok(Edit::Panel(Safeguards { conflict_assessment, standstill_days }, panel, chair))
        }
        _ => Err(mistakes),
    }
}

/// One of the panel, or nobody.
fn chair(typed: &str, panel: &[UserId]) -> Result<Option<UserId>, &'static str> {
    if typed.is_empty() || typed == NOBODY {
        return Ok(None);
    }
    let named = UserId::parse(typed).filter(|it| panel.contains(it));
    named.map(Some).ok_or("Choose somebody who is on the panel, or nobody")
}

/// Nought, or at least 8 working days.
fn standstill(typed: &str) -> Result<i32, String> {
    let days = number(typed, "the standstill in working days", 0, 60)?;
    match u32::try_from(days) {
        Ok(0) => Ok(days),
        Ok(long) => Standstill::of(long).map(|_| days).map_err(str::to_owned),
        Err(_) => Err("Enter the standstill in working days".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{NOBODY, chair, standstill};
    use crate::types::ids::UserId;

    #[test]
    fn a_chair_is_on_the_panel_or_there_is_none() {
        let user = |n| UserId::from(Uuid::from_u128(n));
        let panel = [user(1), user(2)];
        for (typed, read) in [
            (user(2).to_string(), Some(Some(user(2)))),
            (NOBODY.to_owned(), Some(None)),
            (String::new(), Some(None)),
            (user(3).to_string(), None),
            ("somebody".to_owned(), None),
        ] {
            assert_eq!(chair(&typed, &panel).ok(), read, "{typed}");
        }
    }

    #[test]
    fn a_standstill_is_none_or_at_least_eight_working_days() {
        for (typed, read) in [
            ("0", Some(0)),
            ("8", Some(8)),
            ("10", Some(10)),
            ("7", None),
            ("61", None),
            ("", None),
            ("x", None),
        ] {
            assert_eq!(standstill(typed).ok(), read, "{typed}");
        }
    }
}
