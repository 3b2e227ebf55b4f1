//! Which bids a filter leaves, and in which order. Pure.

use std::cmp::Reverse;

use super::forms::Filter;
use crate::bids::dashboard::policy::group_of;
use crate::bids::model::OwnListed;
use crate::requests::listing::model::Sort;
use crate::types::time::Moment;

fn is_asked_for(it: &OwnListed, filter: &Filter, now: Moment) -> bool {
    let (bid, request) = (&it.bid, &it.request);
    let said = [&bid.reference, &request.reference, &request.title, &it.force];
    let names = |words: String| said.iter().any(|one| one.to_lowercase().contains(&words));
    filter.words().is_none_or(names)
        && filter.group().is_none_or(|group| group_of(bid, request, now) == group)
        && filter.lot().is_none_or(|lot| request.lot_code.as_deref() == Some(lot))
        && filter.route().is_none_or(|route| request.route == Some(route))
        && filter.person().is_none_or(|person| bid.submitted_by == Some(person))
        && filter.due().is_none_or(|due| due.holds(request.closes_at, now))
}

/// The bids that are asked for, in the order asked for; those that are alike
/// by their ids, so that no page repeats what another had.
pub fn listed(mut all: Vec<OwnListed>, filter: &Filter, now: Moment) -> Vec<OwnListed> {
    all.retain(|it| is_asked_for(it, filter, now));
    all.sort_by_key(|it| it.bid.id);
    let closes = |it: &OwnListed| it.request.closes_at;
    match filter.sort() {
        Sort::Newest => all.sort_by_key(|it| Reverse(it.bid.created_at)),
        Sort::Closing => all.sort_by_key(|it| (closes(it).is_none(), closes(it))),
        Sort::Latest => all.sort_by_key(|it| (closes(it).is_none(), Reverse(closes(it)))),
        Sort::Title => all.sort_by_key(|it| it.request.title.to_lowercase()),
    }
    all
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::{Filter, OwnListed, listed};
    use crate::bids::samples;
    use crate::bids::state::BidState;
    use crate::types::ids::UserId;

    fn one(title: &str, state: BidState, days: i64) -> OwnListed {
        let (mut bid, mut request) = (samples::bid(state), samples::request());
        request.title = title.to_owned();
        bid.reference = format!("BID-2026-{title}");
        request.closes_at = Some(samples::noon() + TimeDelta::days(days));
        bid.created_at = samples::noon() - TimeDelta::days(30 - days);
        OwnListed { bid, request, force: "Northshire Police".to_owned() }
    }

    fn titles(filter: &Filter) -> Vec<String> {
        let mut phones = one("Phones", BidState::Draft, 3);
        phones.bid.reference = "BID-2026-7F3K9Q".to_owned();
        let mut cars = one("Cars", BidState::Submitted, 20);
        cars.bid.submitted_by = Some(UserId::from(uuid::Uuid::nil()));
        let past = one("Arson", BidState::Draft, -1);
        let found = listed(vec![phones, cars, past], filter, samples::noon());
        found.into_iter().map(|it| it.request.title).collect()
    }

    #[test]
    fn each_filter_leaves_what_it_says_and_odd_ones_leave_all() {
        let with = |turn: fn(&mut Filter)| {
            let mut filter = Filter::default();
            turn(&mut filter);
            titles(&filter)
        };
        assert_eq!(with(|_| {}), ["Cars", "Phones", "Arson"], "the newest first");
        assert_eq!(with(|it| it.q = " PHONE ".to_owned()), ["Phones"]);
        assert_eq!(with(|it| it.q = "7f3k".to_owned()), ["Phones"]);
        assert_eq!(with(|it| it.q = "northshire".to_owned()).len(), 3);
        assert_eq!(with(|it| it.q = "50%_'".to_owned()).len(), 0);
        assert_eq!(with(|it| it.state = "drafts".to_owned()), ["Phones"]);
        assert_eq!(with(|it| it.state = "not_submitted".to_owned()), ["Arson"]);
        assert_eq!(with(|it| it.state = "submitted".to_owned()), ["Cars"]);
        assert_eq!(with(|it| it.due = "week".to_owned()), ["Phones"]);
        assert_eq!(with(|it| it.due = "past".to_owned()), ["Arson"]);
        assert_eq!(with(|it| it.person = uuid::Uuid::nil().to_string()), ["Cars"]);
        assert_eq!(with(|it| it.lot = "osint_of_nothing".to_owned()).len(), 0);
        for odd in ["sealed", "' or 1=1"] {
            let filter = Filter {
                state: odd.to_owned(),
                due: odd.to_owned(),
                person: odd.to_owned(),
                sort: odd.to_owned(),
                ..Filter::default()
            };
            assert_eq!(titles(&filter).len(), 3, "{odd}");
            assert!(!filter.narrows());
        }
    }

    #[test]
    fn bids_come_in_the_order_asked_for() {
        for (sort, order) in [
            ("newest", ["Cars", "Phones", "Arson"]),
            ("closing", ["Arson", "Phones", "Cars"]),
            ("latest", ["Cars", "Phones", "Arson"]),
            ("title", ["Arson", "Cars", "Phones"]),
        ] {
            let filter = Filter { sort: sort.to_owned(), ..Filter::default() };
            assert_eq!(titles(&filter), order, "{sort}");
        }
    }
}
