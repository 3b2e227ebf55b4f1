//! Measuring the service on this machine.

use anyhow::Result;

use crate::config::Config;

/// Measures.
pub async fn run(_config: &Config) -> Result<()> {
    Ok(())
}
