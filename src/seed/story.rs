//! The order of events.

use anyhow::{Context, Result};

use super::stage::Stage;
use super::{admission, cast, companies};
use crate::types::time::Moment;

/// Something that happens on the stage.
#[derive(Debug, Clone, Copy)]
enum Scene {
    /// A provider is suspended.
    Suspension,
    /// A company asks to join.
    Newcomer,
}

/// Tells everything, in the order in which it happened.
pub async fn tell(stage: &mut Stage) -> Result<()> {
    cast::arrive(stage).await?;
    providers(stage).await?;
    let mut scenes = schedule(stage)?;
    scenes.sort_by_key(|(at, _)| *at);
    for (at, scene) in scenes {
        play(stage, at, scene).await.with_context(|| format!("{scene:?} at {at}"))?;
    }
    Ok(())
}

/// Six companies are admitted.
async fn providers(stage: &mut Stage) -> Result<()> {
    for (minutes, company) in (0..).zip(companies::ADMITTED) {
        let at = stage.days.at(98, 10, minutes)?;
        admission::register(stage, at, company).await?;
    }
    for (minutes, company) in (0..).zip(companies::ADMITTED) {
        admission::apply(stage, stage.days.at(96, 11, minutes * 20)?, company).await?;
    }
    for (minutes, company) in (0..).zip(companies::ADMITTED) {
        admission::examine(stage, stage.days.at(92, 10, minutes * 25)?, company).await?;
    }
    for (minutes, company) in (0..).zip(companies::ADMITTED) {
        admission::admit(stage, stage.days.at(90, 14, minutes * 5)?, company).await?;
    }
    Ok(())
}

fn schedule(stage: &Stage) -> Result<Vec<(Moment, Scene)>> {
    let days = &stage.days;
    Ok(vec![(days.at(16, 11, 20)?, Scene::Suspension), (days.at(3, 15, 10)?, Scene::Newcomer)])
}

async fn play(stage: &mut Stage, at: Moment, scene: Scene) -> Result<()> {
    use companies::{NEWCOMER, SUSPENDED, THORNBURY};
    match scene {
        Scene::Suspension => admission::suspend(stage, at, &THORNBURY, SUSPENDED).await,
        Scene::Newcomer => {
            admission::register(stage, at, &NEWCOMER).await?;
            admission::apply(stage, at, &NEWCOMER).await
        }
    }
}
