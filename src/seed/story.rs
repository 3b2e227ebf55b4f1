//! The order of events: who arrives and is admitted, then every scene on its day.

use anyhow::{Context, Result};

use super::briefs::Brief;
use super::contracting::Change;
use super::offers::Offer;
use super::offers::reasons::Voice;
use super::scenes::schedule;
use super::stage::Stage;
use super::{
    admission, bidding, cast, companies, contracting, deciding, disputes, drafting, framework,
};
use crate::types::time::Moment;

/// Something that happens on the stage.
#[derive(Debug, Clone, Copy)]
pub enum Scene {
    /// A company is suspended.
    Suspension,
    /// A company registers and applies.
    Newcomer,
    /// A company asks to charge more.
    HigherRates,
    /// A request is drafted.
    Draft,
    /// Its approval is asked for.
    Submit,
    /// It is approved and published.
    Publish,
    /// A bidder asks.
    Ask(&'static str, &'static str),
    /// The force answers the question of this number.
    Answer(i32, &'static str),
    /// A bid is submitted.
    Bid(&'static Offer),
    /// A bid is begun.
    Begin(&'static Offer),
    /// Two people open the bids.
    Open,
    /// An evaluator has a conflict of interest with a bidder, in words.
    Conflict(&'static str, &'static str, &'static str),
    /// One evaluator leaves, one comes, and why.
    ChangePanel(&'static str, &'static str, &'static str),
    /// An evaluator scores.
    Score(Voice, &'static [Offer]),
    /// Whoever came later scores.
    ScoreInstead(&'static str, &'static [Offer]),
    /// The panel agrees, and quality is locked.
    Agree(&'static [Offer]),
    /// A bidder is asked how its price is possible.
    AskAboutPrice(&'static str, &'static str),
    /// It explains.
    Explain(&'static str, &'static str),
    /// The explanation is accepted, and why.
    AcceptPrice(&'static str),
    /// An award is recommended, and why.
    Recommend(&'static str),
    /// It is approved.
    Approve,
    /// A bidder challenges it.
    Challenge(&'static str, &'static str),
    /// The challenge is answered.
    Lift(&'static str),
    /// The contract is drawn up.
    DrawUp,
    /// Somebody signs for the provider.
    ProviderSigns(&'static str),
    /// The force signs.
    ForceSigns,
    /// The force proposes to vary it, and why.
    Vary(Change, &'static str),
    /// Approvers approve the version of this number.
    ApproveVariation(i32),
}

/// Tells everything, in the order in which it happened.
pub async fn tell(stage: &mut Stage) -> Result<()> {
    cast::arrive(stage).await?;
    let day = stage.days.at(99, 9, 0)?;
    framework::cap(stage, day).await?;
    providers(stage).await?;
    let mut scenes = Vec::new();
    for ((day, hour, minute), brief, scene) in schedule() {
        scenes.push((stage.days.at(day, hour, minute)?, brief, scene));
    }
    scenes.sort_by_key(|(at, ..)| *at);
    let mut before = day;
    for (at, brief, scene) in scenes {
        deciding::end_standstills(stage, before, at).await?;
        let what = || format!("{scene:?} of “{}” at {at}", brief.title);
        play(stage, at, brief, scene).await.with_context(what)?;
        before = at;
    }
    deciding::end_standstills(stage, before, stage.db.now().await?).await
}

/// Six companies are admitted.
async fn providers(stage: &mut Stage) -> Result<()> {
    for (minutes, company) in (0..).zip(companies::ADMITTED) {
        let at = stage.days.at(98, 10, minutes)?;
        admission::register(stage, at, company).await?;
    }
    for (minutes, company) in (0..).step_by(20).zip(companies::ADMITTED) {
        admission::apply(stage, stage.days.at(96, 11, minutes)?, company).await?;
    }
    for (minutes, company) in (0..).step_by(25).zip(companies::ADMITTED) {
        admission::examine(stage, stage.days.at(92, 10, minutes)?, company).await?;
    }
    for (minutes, company) in (0..).step_by(5).zip(companies::ADMITTED) {
        admission::admit(stage, stage.days.at(90, 14, minutes)?, company).await?;
    }
    Ok(())
}

async fn play(stage: &mut Stage, at: Moment, brief: &Brief, scene: Scene) -> Result<()> {
    use companies::{NEWCOMER, SUSPENDED, THORNBURY};
    match scene {
        Scene::Suspension => admission::suspend(stage, at, &THORNBURY, SUSPENDED).await,
        Scene::Newcomer => {
            admission::register(stage, at, &NEWCOMER).await?;
            admission::apply(stage, at, &NEWCOMER).await
        }
        Scene::HigherRates => admission::raise_rates(stage, at, &companies::KESTREL).await,
        Scene::Draft => drafting::draft(stage, at, brief).await,
        Scene::Submit => drafting::submit(stage, at, brief).await,
        Scene::Publish => drafting::publish(stage, at, brief).await,
        Scene::Ask(by, said) => drafting::ask(stage, at, brief, by, said).await,
        Scene::Answer(number, said) => drafting::answer(stage, at, brief, number, said).await,
        Scene::Bid(offer) => bidding::submit(stage, at, brief, offer).await,
        Scene::Begin(offer) => bidding::write(stage, at, brief, offer).await.map(drop),
        Scene::Open => deciding::open(stage, at, brief).await,
        Scene::Score(voice, offers) => deciding::score(stage, at, brief, offers, voice).await,
        Scene::Conflict(by, with, words) => {
            disputes::declare(stage, at, brief, (by, with, words)).await
        }
        Scene::ChangePanel(leaves, comes, why) => {
            disputes::change_panel(stage, at, brief, (leaves, comes, why)).await
        }
        Scene::ScoreInstead(by, offers) => {
            deciding::score_as(stage, at, brief, offers, (by, Voice::Second)).await
        }
        Scene::AskAboutPrice(bidder, said) => {
            disputes::ask_about_price(stage, at, brief, (bidder, said)).await
        }
        Scene::Explain(by, said) => disputes::explain(stage, at, brief, (by, said)).await,
        Scene::AcceptPrice(why) => disputes::accept(stage, at, brief, why).await,
        Scene::Challenge(by, said) => disputes::challenge(stage, at, brief, (by, said)).await,
        Scene::Lift(why) => disputes::lift(stage, at, brief, why).await,
        Scene::Agree(offers) => deciding::agree(stage, at, brief, offers).await,
        Scene::Recommend(why) => deciding::recommend(stage, at, brief, why).await,
        Scene::Approve => deciding::approve(stage, at, brief).await,
        Scene::DrawUp => contracting::draw_up(stage, at, brief).await,
        Scene::ProviderSigns(by) => contracting::sign_for_provider(stage, at, brief, by).await,
        Scene::ForceSigns => contracting::sign_for_force(stage, at, brief).await,
        Scene::Vary(change, why) => contracting::vary(stage, at, brief, (change, why)).await,
        Scene::ApproveVariation(number) => contracting::approve(stage, at, brief, number).await,
    }
}
