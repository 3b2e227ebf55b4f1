//! The marketplace manager sets the framework's highest day rates, and
//! companies accept its terms.

use anyhow::{Context, Result};

use super::admission::pounds;
use super::stage::Stage;
use crate::accounts::roles::{MarketplaceManager, ProviderAdmin};
use crate::framework;
use crate::framework::maxima::forms::Maxima;
use crate::providers::terms;
use crate::types::time::Moment;
use crate::types::uk_time;

const MANAGER: &str = "market@operator.example";

/// The lots that have highest day rates in the story, each above what any
/// company of the story asks for.
const CAPPED: [&str; 3] = ["digital_forensics", "network_analysis", "financial_tracing"];

/// The highest day rates in pounds by SFIA level.
const RATES: [(i16, u32); 5] = [(3, 700), (4, 900), (5, 1_100), (6, 1_400), (7, 1_600)];

/// Sets the highest day rates of some lots.
pub async fn cap(stage: &mut Stage, at: Moment) -> Result<()> {
    let who: MarketplaceManager = stage.who(MANAGER)?;
    let rates = RATES.iter().map(|(level, day)| Ok((*level, pounds(*day)?)));
    let rates = rates.collect::<Result<_>>()?;
    let new = Maxima { rates, from: uk_time::date_of(at), confirmed: false };
    for lot in CAPPED {
        stage
            .at(at)
            .act(&who.by, async |tx| framework::maxima::acts::set(tx, &who, lot, &new).await)
            .await
            .with_context(|| format!("no highest day rates for {lot}"))?;
    }
    Ok(())
}

/// A company accepts the version of the terms that is in force.
pub async fn accept(stage: &Stage, at: Moment, admin: &str) -> Result<()> {
    let who: ProviderAdmin = stage.who(admin)?;
    let version = stage
        .db
        .read(async |conn| Ok(framework::terms::queries::in_force(conn).await?.number))
        .await?;
    stage
        .at(at)
        .act(&who.by, async |tx| terms::acts::accept(tx, &who, version).await)
        .await
        .with_context(|| format!("{admin} cannot accept the terms"))?;
    Ok(())
}
