//! The gates, one by one. Pure.

use super::model::{Before, Gate, Look};
use std::collections::BTreeMap;

use crate::accounts::colleagues::policy::whom_to_ask;
use crate::bids::{clearance, policy as bidding, price};
use crate::providers::policy as companies;
use crate::requests::model::{NeededBy, Route, TeamRole};
use crate::types::time::Moment;
use crate::types::uk_time;

/// Every gate, in the order a person would ask about them. Those before
/// starting are all met exactly when the act of starting a bid would go through.
pub fn gates(look: &Look, now: Moment) -> Vec<Gate> {
    let mut gates = vec![open(look, now), meant(look)];
    gates.extend(company(look, now));
    gates.push(one_bid(look));
    gates.push(bidder(look));
    gates.extend(rates(look));
    gates.extend(team(look, now));
    gates.into_iter().map(|gate| for_reader(gate, look)).collect()
}

/// What is mended where only an administrator may: anyone else is told whom to
/// ask, and is not sent there.
fn for_reader(gate: Gate, look: &Look) -> Gate {
    let kept = ["/provider/dossier", "/provider/specialists", "/provider/terms"];
    if gate.met || look.mends || !kept.iter().any(|it| gate.href.starts_with(it)) {
        return gate;
    }
    let said = format!("{} {}", gate.said, whom_to_ask(&look.admins));
    Gate { said, href: String::new(), action: String::new(), ..gate }
}

/// Whether a bid may be started: every gate before that is met.
pub fn may_start(gates: &[Gate]) -> bool {
    gates.iter().filter(|it| it.before == Before::Starting).all(|it| it.met)
}

fn met(title: &str, said: String) -> Gate {
    Gate {
        before: Before::Starting,
        title: title.to_owned(),
        met: true,
        said,
        href: String::new(),
        action: String::new(),
    }
}

fn unmet(title: &str, said: String, (href, action): (&str, &str)) -> Gate {
    let (href, action) = (href.to_owned(), action.to_owned());
    Gate { met: false, href, action, ..met(title, said) }
}

fn open(look: &Look, now: Moment) -> Gate {
    let title = "The request is open for bids";
    match bidding::takes_bids(&look.request, now) {
        Ok(()) => {
            let closes = look.request.closes_at.map(uk_time::full).unwrap_or_default();
            met(title, format!("Your company can submit a bid until {closes}."))
        }
        Err(refusal) => {
            unmet(title, refusal.to_string(), ("/opportunities", "See what is open now"))
        }
    }
}

fn meant(look: &Look) -> Gate {
    let title = "The request is for your company";
    let said = match look.request.route {
        Some(Route::Direct) => "It is addressed to your company alone.",
        _ => "Every company that is admitted to its lot may bid.",
    };
    match bidding::is_for(&look.request, look.provider) {
        Ok(()) => met(title, said.to_owned()),
        Err(refusal) => {
            let elsewhere = ("/opportunities", "See requests you may bid on");
            unmet(title, refusal.to_string(), elsewhere)
        }
    }
}

/// The company's own gates, and whatever else keeps it from bidding: a bar
/// that none of the gates tells of has a gate of its own.
fn company(look: &Look, now: Moment) -> Vec<Gate> {
    let lot = look.request.lot_code.as_deref().unwrap_or_default();
    let today = uk_time::date_of(now);
    let known = companies::gates(&look.standing, lot, today);
    let told: Vec<String> =
        known.iter().filter_map(|it| it.bar.as_ref()).map(ToString::to_string).collect();
    let gate = |it: &companies::Gate| match &it.bar {
        None => met(&it.title, it.said.clone()),
        Some(bar) => unmet(&it.title, bar.to_string(), bar.mend()),
    };
    let mut gates: Vec<Gate> = known.iter().map(gate).collect();
    let others = look.bars.iter().filter(|bar| !told.contains(bar));
    gates.extend(others.map(|bar| {
        let dossier = ("/provider/dossier", "Go to your dossier");
        unmet("Nothing else keeps your company from bidding", bar.clone(), dossier)
    }));
    gates
}

fn one_bid(look: &Look) -> Gate {
    let title = "One bid for each company";
    match &look.own {
        None => met(
            title,
            "Each company makes one bid, and yours has not started one on this request.".to_owned(),
        ),
        Some(bid) => unmet(
            title,
            format!("Your company has begun {} already, and may have only one.", bid.reference),
            (&bid.path(), "Go to your bid"),
        ),
    }
}

fn bidder(look: &Look) -> Gate {
    let title = "You may write bids";
    if look.bidder {
        return met(title, "You have the role “Bidder”.".to_owned());
    }
    let said = "Only someone with the role “Bidder” can start a bid. Ask an administrator of your company to give it to you, or ask a colleague who has it.";
    unmet(title, said.to_owned(), ("/account", "See your roles"))
}

/// The levels a bid has to price: each needs a ceiling of the company's own.
/// Where outcomes are priced, nobody has to give a day rate.
fn rates(look: &Look) -> Vec<Gate> {
    if look.request.is_fixed_price() {
        return Vec::new();
    }
    let levels: BTreeMap<i16, &TeamRole> =
        look.roles.iter().rev().map(|role| (role.sfia_level, role)).collect();
    let gate = |(level, role): (i16, &TeamRole)| {
        let title = format!("A rate ceiling for SFIA level {level}");
        let gate = match look.ceilings.get(&level) {
            Some(most) => met(
                &title,
                format!("The most your company may bid for a day at this level is {most:#}."),
            ),
            None => {
                let lots = ("/provider/dossier/lots", "Go to your lots");
                unmet(&title, format!("{}.", price::no_ceiling(role)), lots)
            }
        };
        Gate { before: Before::Submitting, ..gate }
    };
    levels.into_iter().map(gate).collect()
}

/// The people a bid has to name, as far as their clearances must be in place
/// with it.
fn team(look: &Look, now: Moment) -> Vec<Gate> {
    let before = Before::Submitting;
    look.roles.iter().map(|role| Gate { before, ..one_role(look, role, now) }).collect()
}

fn one_role(look: &Look, role: &TeamRole, now: Moment) -> Gate {
    let title = format!("Someone for the role “{}”", role.title);
    let on = clearance::needed_on(role, &look.request, now);
    let fit = look.specialists.iter().filter(|person| {
        clearance::gaps(role, *person, &look.ladders, on).iter().all(|gap| !gap.bars)
    });
    let (have, wants) = (fit.count(), asks_for(role));
    let register = ("/provider/specialists", "Go to your specialists");
    match have {
        0 if look.specialists.is_empty() => {
            let said = "Your company has no specialists listed. A bid must name someone for each role. Add them to your specialists.";
            unmet(&title, said.to_owned(), register)
        }
        0 => unmet(
            &title,
            format!(
                "None of your specialists holds what the bid needs: {wants}, in date on {}. Add someone who does, or enter a renewed clearance.",
                uk_time::day(on)
            ),
            register,
        ),
        _ => met(&title, format!("{}: {wants}.", people(have))),
    }
}

fn people(count: usize) -> String {
    match count {
        1 => "1 of your specialists can be named".to_owned(),
        n => format!("{n} of your specialists can be named"),
    }
}

/// What a role asks of the bid, in words.
fn asks_for(role: &TeamRole) -> String {
    let places = match role.people {
        1 => "the role is for 1 person".to_owned(),
        n => format!("the role is for {n} people"),
    };
    let nsv = Some(role.nsv.as_str()).filter(|it| *it != "none");
    let levels: Vec<&str> = role.nppv.as_deref().into_iter().chain(nsv).collect();
    match (levels.is_empty(), role.needed_by) {
        (true, _) => format!("{places} and asks for no clearance"),
        (false, NeededBy::Bid) => {
            format!("{places} and needs {} with the bid", levels.join(" and "))
        }
        (false, NeededBy::Award) => {
            format!("{places} and needs {} by the award, not with the bid", levels.join(" and "))
        }
        (false, NeededBy::Start) => {
            format!("{places} and needs {} by the start, not with the bid", levels.join(" and "))
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::bids::samples;
    use crate::bids::state::BidState;
    use crate::framework::model::Scheme;
    use crate::providers::model::{
        Certificate, CertificateDecision, LotDecision, ProviderLot, Standing,
    };
    use crate::providers::state::ProviderState;
    use crate::types::ids::{CertificateId, ProviderId};
    use crate::types::money::Money;

    fn now() -> Moment {
        samples::noon() - TimeDelta::days(1)
    }

    /// A bidder of a provider that may bid.
    fn look() -> Look {
        let lot = ProviderLot {
            code: "cryptocurrency".to_owned(),
            name: "Cryptocurrency and financial tracing".to_owned(),
            evidence: String::new(),
            decision: LotDecision::Admit,
            reason: String::new(),
            admitted_at: Some(now() - TimeDelta::days(99)),
        };
        let certificate = Certificate {
            id: CertificateId::mint(),
            scheme: "cyber_essentials".to_owned(),
            number: "1".to_owned(),
            issued_on: uk_time::date_of(now()) - TimeDelta::days(9),
            expires_on: uk_time::date_of(now()),
            decision: CertificateDecision::Accepted,
            reason: String::new(),
            added_at: now() - TimeDelta::days(9),
        };
        let standing = Standing {
            state: ProviderState::Admitted,
            state_reason: "Insurance lapsed.".to_owned(),
            lots: vec![lot],
            certificates: vec![certificate],
            mandatory: vec![Scheme {
                code: "cyber_essentials".to_owned(),
                name: "Cyber Essentials".to_owned(),
                mandatory: true,
                months: None,
            }],
            terms_due: None,
        };
        let until = uk_time::date_of(now());
        let look = Look {
            request: samples::request(),
            roles: vec![samples::role(Some("NPPV3"), "SC", NeededBy::Bid)],
            provider: ProviderId::mint(),
            standing,
            specialists: vec![samples::specialist(Some("NPPV3"), "SC", until)],
            ceilings: [(5, Money::parse("900").unwrap())].into(),
            ladders: samples::ladders(),
            own: None,
            bidder: true,
            mends: true,
            admins: vec!["Cy Day".to_owned()],
            bars: Vec::new(),
        };
        barred(look, now())
    }

    /// With the bars as the acts would be told of them.
    fn barred(mut look: Look, now: Moment) -> Look {
        let lot = look.request.lot_code.clone().unwrap();
        let bars = companies::bars_to_bidding(&look.standing, &lot, uk_time::date_of(now));
        look.bars = bars.iter().map(ToString::to_string).collect();
        look
    }

    fn shut(gates: &[Gate]) -> Vec<&str> {
        gates.iter().filter(|it| !it.met).map(|it| it.title.as_str()).collect()
    }

    #[test]
    fn every_gate_is_shown_and_each_that_is_shut_says_what_to_do_and_where() {
        let day = TimeDelta::days(1);
        let with = |change: fn(&mut Look)| {
            let mut changed = look();
            change(&mut changed);
            changed
        };
        let cases: [(&str, Look, Moment, &str); 11] = [
            ("closed", look(), samples::noon(), "The request is open for bids"),
            (
                "direct",
                with(|it| it.request.route = Some(Route::Direct)),
                now(),
                "The request is for your company",
            ),
            (
                "applied",
                with(|it| it.standing.state = ProviderState::Applied),
                now(),
                "Your company is admitted to Muster",
            ),
            (
                "suspended",
                with(|it| it.standing.state = ProviderState::Suspended),
                now(),
                "Your company is not suspended",
            ),
            (
                "other lot",
                with(|it| it.standing.lots.clear()),
                now(),
                "Your company is admitted to the lot",
            ),
            ("expired", look(), now() + day - TimeDelta::hours(1), "Cyber Essentials certificate"),
            (
                "missing",
                with(|it| it.standing.certificates.clear()),
                now(),
                "Cyber Essentials certificate",
            ),
            (
                "begun",
                with(|it| it.own = Some(samples::bid(BidState::Draft))),
                now(),
                "One bid for each company",
            ),
            ("no role", with(|it| it.bidder = false), now(), "You may write bids"),
            (
                "nobody",
                with(|it| it.specialists.clear()),
                now(),
                "Someone for the role “Lead analyst”",
            ),
            (
                "clearance",
                with(|it| it.specialists[0].nsv = "CTC".to_owned()),
                now(),
                "Someone for the role “Lead analyst”",
            ),
        ];
        assert_eq!(shut(&gates(&look(), now())), [""; 0]);
        let whole = gates(&look(), now()).len();
        for (name, look, now, title) in cases {
            let look = barred(look, now);
            let found = gates(&look, now);
            assert!(shut(&found).contains(&title), "{name}: {found:?}");
            assert_eq!(found.len(), whole, "{name}: every gate is shown, met or not");
            for gate in found.iter().filter(|it| !it.met) {
                assert!(!gate.said.is_empty() && gate.href.starts_with('/'), "{name}: {gate:?}");
            }
            let act = bidding::may_start(&look.request, look.provider, &look.bars, now).is_ok();
            let starts = act && look.bidder && look.own.is_none();
            assert_eq!(may_start(&found), starts, "{name}: the page and the act agree");
        }
    }

    #[test]
    fn a_bar_that_no_gate_tells_of_has_a_gate_of_its_own() {
        let mut look = look();
        look.bars.push("Accept the new terms before your next bid.".to_owned());
        let found = gates(&look, now());
        assert_eq!(shut(&found), ["Nothing else keeps your company from bidding"]);
        assert!(!may_start(&found));
    }

    #[test]
    fn whoever_cannot_mend_a_thing_is_told_whom_to_ask_and_not_sent_there() {
        let mut look = look();
        look.mends = false;
        look.standing.certificates.clear();
        look.specialists.clear();
        look.ceilings.clear();
        let look = barred(look, now());
        let found = gates(&look, now());
        let shut: Vec<&Gate> = found.iter().filter(|it| !it.met).collect();
        assert_eq!(shut.len(), 3, "{shut:?}");
        for gate in shut {
            assert!(gate.said.ends_with("Ask Cy Day.") && gate.href.is_empty(), "{gate:?}");
        }
        assert!(found.iter().filter(|it| it.met).all(|it| !it.said.contains("Cy Day")));
    }

    #[test]
    fn a_level_without_a_ceiling_can_be_bid_on_but_not_priced() {
        let mut look = look();
        look.ceilings.clear();
        let found = gates(&look, now());
        assert_eq!(shut(&found), ["A rate ceiling for SFIA level 5"]);
        assert!(may_start(&found), "a bid may be started, but not submitted");
    }

    #[test]
    fn at_a_fixed_price_nobody_needs_a_ceiling_but_roles_still_need_people() {
        let mut look = look();
        look.ceilings.clear();
        look.request.pricing = Some(crate::requests::model::Pricing::FixedPrice);
        assert_eq!(shut(&gates(&look, now())), [""; 0]);
        look.specialists.clear();
        assert_eq!(shut(&gates(&look, now())), ["Someone for the role “Lead analyst”"]);
        look.roles.clear();
        assert_eq!(shut(&gates(&look, now())), [""; 0]);
    }

    #[test]
    fn what_is_needed_later_does_not_shut_the_gate_of_the_bid() {
        let mut look = look();
        look.specialists[0].nppv = None;
        look.roles[0].needed_by = NeededBy::Start;
        assert_eq!(shut(&gates(&look, now())), [""; 0]);
        look.roles[0].needed_by = NeededBy::Bid;
        let found = gates(&look, now());
        assert_eq!(shut(&found), ["Someone for the role “Lead analyst”"]);
        assert!(may_start(&found), "a bid may be started, but not submitted");
    }
}
