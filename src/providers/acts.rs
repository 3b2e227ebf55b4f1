//! A company joins.

use serde::Serialize;
use uuid::Uuid;

use super::queries;
use crate::accounts;
use crate::accounts::forms::Registration;
use crate::accounts::model::{NewPerson, Organisation, Role};
use crate::audit::Happened;
use crate::db::{Once, Recorded, Tx};
use crate::error::Result;
use crate::types::ids::ProviderId;

/// Where a company goes once it is registered.
pub const AFTER_REGISTERING: &str = "/check-your-mail";

#[derive(Debug, Serialize)]
struct Registered {
    #[serde(skip)]
    provider: Uuid,
}

impl Happened for Registered {
    fn action(&self) -> &'static str {
        "provider.registered"
    }

    fn subject(&self) -> Uuid {
        self.provider
    }
}

/// Registers a company and its first person, who may do everything there.
pub async fn register(
    tx: &mut Tx<'_>,
    new: &Registration,
    password_hash: String,
    once: Once,
) -> Result<Recorded<ProviderId>> {
    tx.once(once, AFTER_REGISTERING).await?;
    let now = tx.now();
    let provider = queries::insert(tx.conn(), &new.company, now).await?;
    let person = NewPerson {
        email: new.email.clone(),
        name: new.name.clone(),
        password_hash,
        organisation: Organisation::Provider(provider),
        roles: vec![Role::ProviderAdmin, Role::Bidder, Role::DeliveryManager],
        verified: false,
    };
    let user = accounts::acts::create(tx, &person).await?.value();
    accounts::joining::acts::ask_to_verify(tx, user, (&new.email, &new.name)).await?;
    tx.record(&Registered { provider: provider.uuid() }, provider).await
}
