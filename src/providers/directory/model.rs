//! What everyone may see of a provider.

use crate::framework::model::{Word, name_of};
use crate::providers::model::{Provider, Size};

/// A provider, as everyone may see it.
#[derive(Debug, Clone)]
pub struct Public {
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// How large it is.
    pub size: &'static str,
    /// Its region.
    pub region: String,
    /// The names of the lots it is admitted to.
    pub lots: Vec<String>,
}

impl Public {
    /// What everyone may see of a provider.
    pub fn of(it: &Provider, regions: &[Word], lots: Vec<String>) -> Self {
        Self {
            slug: it.slug.clone(),
            name: it.name.clone(),
            size: it.size.map(Size::label).unwrap_or_default(),
            region: it.region_code.as_deref().map_or("", |code| name_of(regions, code)).to_owned(),
            lots,
        }
    }
}
