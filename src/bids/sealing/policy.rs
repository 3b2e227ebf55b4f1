//! Whether an envelope is what was submitted. Pure.

use std::collections::BTreeSet;

use super::model::{
    Attached, Context, PRICE, PRICE_BEFORE, Price, QUALITY, QUALITY_BEFORE, Quality, Recorded,
    SealedBid,
};
use crate::bids::attachments::policy::MOST;
use crate::bids::model::OwnBid;
use crate::bids::sections::policy::TEAM_WORDS;
use crate::files::kinds::Kind;
use crate::requests::model::{Criterion, EverAsked, Request, Requirement, TeamRole, WantedOutcome};
use crate::seal;
use crate::seal::envelope::Envelope;
use crate::types::ids::{CriterionId, OutcomeId, RequirementId, RoleId, SpecialistId};
use crate::types::money::Money;
use crate::types::text::{count_words, hex, unhex};

/// What is wrong with an envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    /// It is not there.
    #[error("an envelope of it is missing")]
    Missing,
    /// It is not the one whose digest was recorded.
    #[error("an envelope of it is not the one that was submitted")]
    Changed,
    /// The key does not open it, or what comes out cannot be read.
    #[error("an envelope of it cannot be opened")]
    Unreadable,
    /// It says that it belongs to something else.
    #[error("an envelope of it belongs to another bid")]
    Misplaced,
}

/// The envelope that was submitted last, if it is the one that lies there. Its
/// digest is compared with that on the bid, which is the receipt's, and with
/// that in the audit trail, which nobody can take back; and so is the version
/// that it answers.
pub fn submitted(it: &SealedBid, which: Envelope) -> Result<&[u8], Damage> {
    let (Some(quality), Some(price)) = (&it.quality, &it.price) else {
        return Err(Damage::Missing);
    };
    let digests = (seal::digest(quality), seal::digest(price));
    let on_bid = (it.bid.content_hash.as_ref(), it.bid.price_hash.as_ref());
    let said = Recorded {
        version: it.bid.request_version.into(),
        quality: hex(&digests.0),
        price: hex(&digests.1),
    };
    if on_bid != (Some(&digests.0), Some(&digests.1)) || it.recorded != Some(said) {
        return Err(Damage::Changed);
    }
    Ok(match which {
        Envelope::Quality => quality,
        Envelope::Price => price,
    })
}

/// Does the envelope belong where it lies?
fn belongs(it: &Context, bid: &OwnBid, request: &Request) -> Result<(), Damage> {
    let fits = it.bid == bid.reference
        && it.request == request.reference
        && it.request_version == bid.written_for()
        && it.provider == bid.provider_id;
    if fits { Ok(()) } else { Err(Damage::Misplaced) }
}

/// What a request asks or ever asked of its bidders, by id.
pub struct Asked {
    requirements: BTreeSet<RequirementId>,
    criteria: BTreeSet<CriterionId>,
    roles: BTreeSet<RoleId>,
    outcomes: BTreeSet<OutcomeId>,
}

impl From<EverAsked> for Asked {
    fn from(it: EverAsked) -> Self {
        Self {
            requirements: it.requirements.into_iter().collect(),
            criteria: it.criteria.into_iter().collect(),
            roles: it.roles.into_iter().collect(),
            outcomes: it.outcomes.into_iter().collect(),
        }
    }
}

impl Asked {
    /// What an envelope says of what is asked now: an amendment may have taken
    /// out some of what it was written for.
    pub fn keep_quality(&self, it: &mut Quality) {
        it.evidence.retain(|it| self.requirements.contains(&it.requirement_id));
        it.answers.retain(|it| self.criteria.contains(&it.criterion_id));
        it.team.retain(|it| self.roles.contains(&it.role_id));
    }

    /// The same of a price.
    pub fn keep_price(&self, it: &mut Price) {
        it.rates.retain(|it| self.roles.contains(&it.role_id));
        it.prices.retain(|it| self.outcomes.contains(&it.outcome_id));
    }

    /// Of a request.
    pub fn of(
        requirements: &[Requirement],
        criteria: &[Criterion],
        roles: &[TeamRole],
        outcomes: &[WantedOutcome],
    ) -> Self {
        Self {
            requirements: requirements.iter().map(|it| it.id).collect(),
            criteria: criteria.iter().map(|it| it.id).collect(),
            roles: roles.iter().map(|it| it.id).collect(),
            outcomes: outcomes.iter().map(|it| it.id).collect(),
        }
    }
}

/// Reads what came out of a quality envelope. `people` are the provider's own.
pub fn quality(
    text: &[u8],
    bid: &OwnBid,
    request: &Request,
    asked: &Asked,
    people: &BTreeSet<SpecialistId>,
) -> Result<Quality, Damage> {
    let it: Quality = serde_json::from_slice(text).map_err(|_| Damage::Unreadable)?;
    belongs(&it.context, bid, request)?;
    // The form before had nothing of what came with this one.
    let of_its_form = match it.context.schema.as_str() {
        QUALITY => count_words(&it.team_words) <= TEAM_WORDS,
        QUALITY_BEFORE => it.team_words.is_empty(),
        _ => false,
    };
    let known = of_its_form
        && it.evidence.iter().all(|it| asked.requirements.contains(&it.requirement_id))
        && it.answers.iter().all(|it| asked.criteria.contains(&it.criterion_id))
        && it.team.iter().all(|it| asked.roles.contains(&it.role_id))
        && it.team.iter().all(|it| people.contains(&it.specialist_id))
        && it.attachments.len() <= MOST
        && it.attachments.iter().all(is_sound);
    let price = bid.price_hash.as_deref().map(hex);
    if known && price == Some(it.price_sha256.clone()) { Ok(it) } else { Err(Damage::Misplaced) }
}

fn is_sound(it: &Attached) -> bool {
    let digest = |typed: &str| unhex(typed).is_some_and(|it| it.len() == 32);
    Kind::of_media_type(&it.media_type).is_some()
        && it.bytes > 0
        && digest(&it.sha256)
        && digest(&it.sealed_sha256)
}

/// Reads what came out of a price envelope.
pub fn price(text: &[u8], bid: &OwnBid, request: &Request, asked: &Asked) -> Result<Price, Damage> {
    let it: Price = serde_json::from_slice(text).map_err(|_| Damage::Unreadable)?;
    belongs(&it.context, bid, request)?;
    let of_its_form = match it.context.schema.as_str() {
        PRICE => it.prices.iter().all(|it| asked.outcomes.contains(&it.outcome_id)),
        PRICE_BEFORE => it.prices.is_empty(),
        _ => false,
    };
    let sound = of_its_form
        && it.prices.iter().all(|it| it.price > Money::ZERO)
        && it.rates.iter().all(|it| asked.roles.contains(&it.role_id))
        && it.rates.iter().all(|it| it.day_rate > Money::ZERO)
        && it.expenses_cap >= Money::ZERO;
    if sound { Ok(it) } else { Err(Damage::Misplaced) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Asked, Attached, Damage, price, quality, submitted};
    use crate::bids::model::BidInFull;
    use crate::bids::samples;
    use crate::bids::sealing::model::{
        Context, PRICE, PRICE_BEFORE, Price, QUALITY, Quality, Recorded, SealedBid, bytes,
    };
    use crate::files::state::FileState;
    use crate::seal;
    use crate::seal::envelope::Envelope;
    use crate::types::text::hex;

    fn context(full: &BidInFull, schema: &str) -> Context {
        Context {
            schema: schema.to_owned(),
            bid: full.bid.reference.clone(),
            request: full.request.reference.clone(),
            request_version: full.bid.request_version,
            provider: full.bid.provider_id,
            nonce: "0".repeat(64),
        }
    }

    fn asked(full: &BidInFull) -> Asked {
        Asked::of(&full.requirements, &full.criteria, &full.roles, &full.outcomes)
    }

    #[test]
    fn an_envelope_is_believed_only_by_its_digest_on_the_bid_and_in_the_trail() {
        let mut bid = samples::in_full().bid;
        let (one, two) = (b"quality".to_vec(), b"price".to_vec());
        bid.content_hash = Some(seal::digest(&one));
        bid.price_hash = Some(seal::digest(&two));
        let recorded = Recorded {
            version: bid.request_version.into(),
            quality: hex(&seal::digest(&one)),
            price: hex(&seal::digest(&two)),
        };
        let whole = SealedBid {
            bid,
            quality: Some(one.clone()),
            price: Some(two.clone()),
            recorded: Some(recorded.clone()),
        };
        assert_eq!(submitted(&whole, Envelope::Quality), Ok(one.as_slice()));
        assert_eq!(submitted(&whole, Envelope::Price), Ok(two.as_slice()));
        let missing = SealedBid { price: None, ..whole.clone() };
        assert_eq!(submitted(&missing, Envelope::Quality), Err(Damage::Missing));
        let exchanged = SealedBid { price: Some(b"another".to_vec()), ..whole.clone() };
        assert_eq!(submitted(&exchanged, Envelope::Quality), Err(Damage::Changed));
        // An earlier submission, put back together with its digests on the bid.
        let mut earlier = whole.clone();
        earlier.recorded =
            Some(Recorded { quality: hex(&seal::digest(b"later")), ..recorded.clone() });
        assert_eq!(submitted(&earlier, Envelope::Quality), Err(Damage::Changed));
        // A bid that nobody confirmed for the version that it is said to answer.
        let mut unconfirmed = whole.clone();
        unconfirmed.recorded = Some(Recorded { version: recorded.version - 1, ..recorded });
        assert_eq!(submitted(&unconfirmed, Envelope::Quality), Err(Damage::Changed));
        let unrecorded = SealedBid { recorded: None, ..whole };
        assert_eq!(submitted(&unrecorded, Envelope::Price), Err(Damage::Changed));
    }

    #[test]
    fn an_envelope_is_read_only_where_it_belongs() {
        let mut full = samples::in_full();
        full.bid.price_hash = Some(vec![1; 32]);
        let people: BTreeSet<_> = full.specialists.iter().map(|it| it.id).collect();
        let read = |text: &Quality, full: &BidInFull| {
            quality(&bytes(text).unwrap(), &full.bid, &full.request, &asked(full), &people)
        };
        let whole = Quality {
            context: context(&full, QUALITY),
            price_sha256: hex(&[1; 32]),
            evidence: full.content.evidence.clone(),
            answers: full.content.answers.clone(),
            team: full.content.team.clone(),
            team_words: full.bid.team_words.clone(),
            no_conflict: true,
            prices_held: true,
            attachments: vec![(&samples::attachment(FileState::Clean, 7)).into()],
        };
        assert_eq!(read(&whole, &full).as_ref(), Ok(&whole));
        // As it was sealed before there were attachments.
        let mut before = serde_json::to_value(&whole).unwrap();
        before.as_object_mut().unwrap().remove("attachments");
        let before: Quality = serde_json::from_value(before).unwrap();
        assert_eq!(before.attachments, []);
        for spoil in [
            |it: &mut Attached| it.sha256 = "12".to_owned(),
            |it: &mut Attached| it.sealed_sha256 = "zz".repeat(32),
            |it: &mut Attached| it.bytes = 0,
            |it: &mut Attached| it.media_type = "text/html".to_owned(),
        ] {
            let mut other = whole.clone();
            spoil(&mut other.attachments[0]);
            assert_eq!(read(&other, &full), Err(Damage::Misplaced), "{other:?}");
        }
        let contexts: [fn(&mut Context); 5] = [
            |it| it.bid = "BID-2026-OTHERS".to_owned(),
            |it| it.request = "REQ-2026-0002".to_owned(),
            |it| it.request_version = 2,
            |it| it.provider = crate::types::ids::ProviderId::mint(),
            |it| it.schema = PRICE.to_owned(),
        ];
        for change in contexts {
            let mut other = whole.clone();
            change(&mut other.context);
            assert_eq!(read(&other, &full), Err(Damage::Misplaced), "{other:?}");
        }
        let mut other = whole.clone();
        other.price_sha256 = hex(&[2; 32]);
        assert_eq!(read(&other, &full), Err(Damage::Misplaced), "another price");
        // Confirmed for a later version, it still names the one it was written for.
        full.bid.request_version = 3;
        assert_eq!(read(&whole, &full), Err(Damage::Misplaced));
        full.bid.written_for = Some(1);
        assert_eq!(read(&whole, &full).as_ref(), Ok(&whole));
        full.bid.written_for = Some(2);
        assert_eq!(read(&whole, &full), Err(Damage::Misplaced));
        full.bid.written_for = Some(1);
        let stranger = samples::in_full();
        assert_eq!(read(&whole, &stranger), Err(Damage::Misplaced), "another request's questions");
        let (bid, request) = (&full.bid, &full.request);
        let torn = quality(b"{\"schema\":", bid, request, &asked(&full), &people);
        assert_eq!(torn, Err(Damage::Unreadable));
    }

    #[test]
    fn a_price_envelope_is_read_only_where_it_belongs() {
        let full = samples::in_full();
        let whole = Price {
            context: context(&full, PRICE),
            rates: full.content.rates.clone(),
            prices: full.content.prices.clone(),
            expenses_cap: full.bid.expenses_cap,
        };
        let read = |it: &Price| price(&bytes(it).unwrap(), &full.bid, &full.request, &asked(&full));
        assert_eq!(read(&whole).as_ref(), Ok(&whole));
        let mut other = whole.clone();
        other.context.schema = QUALITY.to_owned();
        assert_eq!(read(&other), Err(Damage::Misplaced));
        let mut free = whole;
        free.rates[0].day_rate = crate::types::money::Money::ZERO;
        assert_eq!(read(&free), Err(Damage::Misplaced), "a rate nobody can have typed");
    }

    #[test]
    fn prices_of_outcomes_are_read_where_they_were_asked_for_and_older_envelopes_still_open() {
        let full = samples::fixed();
        let whole = Price {
            context: context(&full, PRICE),
            rates: Vec::new(),
            prices: full.content.prices.clone(),
            expenses_cap: full.bid.expenses_cap,
        };
        let read = |it: &Price| price(&bytes(it).unwrap(), &full.bid, &full.request, &asked(&full));
        assert_eq!(read(&whole).as_ref(), Ok(&whole));
        let mut free = whole.clone();
        free.prices[0].price = crate::types::money::Money::ZERO;
        assert_eq!(read(&free), Err(Damage::Misplaced), "a price nobody can have typed");
        let mut strange = whole.clone();
        strange.prices[0].outcome_id = crate::types::ids::OutcomeId::mint();
        assert_eq!(read(&strange), Err(Damage::Misplaced), "never asked for");
        let mut older = whole.clone();
        older.context.schema = PRICE_BEFORE.to_owned();
        assert_eq!(read(&older), Err(Damage::Misplaced), "that form had no such prices");

        let by_days = samples::in_full();
        let envelope = Price {
            context: context(&by_days, PRICE_BEFORE),
            rates: by_days.content.rates.clone(),
            prices: Vec::new(),
            expenses_cap: by_days.bid.expenses_cap,
        };
        let mut text = serde_json::to_value(&envelope).unwrap();
        text.as_object_mut().unwrap().remove("prices");
        let text = serde_json::to_vec(&text).unwrap();
        let found = price(&text, &by_days.bid, &by_days.request, &asked(&by_days));
        assert_eq!(found, Ok(envelope));
    }
}
