//! What passes between a browser and us about passkeys (Web Authentication,
//! level 3).

use serde_json::{Value, json};
use url::{Host, Url};
use uuid::Uuid;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Webauthn, WebauthnBuilder,
};

use super::policy::Refusal;
use crate::error::Result;
use crate::types::ids::UserId;

/// What a browser answered, checked: whose passkey it was, and the passkey as
/// it is to be kept from now on.
#[derive(Debug)]
pub struct Proved {
    /// The passkey, its counter moved on.
    pub credential: Value,
    /// Its id among all passkeys.
    pub credential_id: Vec<u8>,
}

/// We, as passkeys know us. A passkey belongs to a name: where we are only
/// known by an address of numbers, which is a developer's machine, that is
/// `localhost`.
fn ourselves(public_url: &Url) -> anyhow::Result<Webauthn> {
    let mut origin = public_url.clone();
    if !matches!(origin.host(), Some(Host::Domain(_))) {
        origin.set_host(Some("localhost"))?;
    }
    let name = origin.host_str().unwrap_or_default().to_owned();
    Ok(WebauthnBuilder::new(&name, &origin)?.rp_name("Muster").build()?)
}

fn kept<T: serde::Serialize>(it: &T) -> Result<Value> {
    Ok(serde_json::to_value(it).map_err(anyhow::Error::from)?)
}

fn read<T: serde::de::DeserializeOwned>(it: Value) -> Result<T> {
    Ok(serde_json::from_value(it).map_err(anyhow::Error::from)?)
}

/// Asks a browser to make a passkey: what to send it, and what to remember.
pub fn ask_to_make(
    public_url: &Url,
    user: UserId,
    (email, name): (&str, &str),
    known: Vec<Vec<u8>>,
) -> Result<(Value, Value)> {
    let (asked, state) = ourselves(public_url)?
        .start_passkey_registration(user.uuid(), email, name, Some(known))
        .map_err(anyhow::Error::from)?;
    let mut asked = kept(&asked)?;
    // So that the passkey can be used without typing an address first.
    if let Some(selection) = asked.pointer_mut("/publicKey/authenticatorSelection") {
        *selection = json!({
            "residentKey": "required", "requireResidentKey": true, "userVerification": "required",
        });
    }
    Ok((asked, kept(&state)?))
}

/// Checks the passkey a browser made.
pub fn made(public_url: &Url, answer: &str, state: Value) -> Result<Proved> {
    let answer: RegisterPublicKeyCredential =
        serde_json::from_str(answer).map_err(|_| Refusal::NotThisPasskey)?;
    let state: PasskeyRegistration = read(state)?;
    let passkey = ourselves(public_url)?
        .finish_passkey_registration(&answer, &state)
        .map_err(|cause| refused(&cause))?;
    Ok(Proved { credential: kept(&passkey)?, credential_id: passkey.cred_id().to_vec() })
}

/// Asks a browser for any passkey of ours.
pub fn ask_for_any(public_url: &Url) -> Result<(Value, Value)> {
    let (mut asked, state) =
        ourselves(public_url)?.start_discoverable_authentication().map_err(anyhow::Error::from)?;
    asked.mediation = None;
    Ok((kept(&asked)?, kept(&state)?))
}

/// Whose passkey a browser says it used, and which; nothing is proved yet.
pub fn named(public_url: &Url, answer: &str) -> Result<(Uuid, Vec<u8>)> {
    let answer: PublicKeyCredential =
        serde_json::from_str(answer).map_err(|_| Refusal::NotThisPasskey)?;
    let us = ourselves(public_url)?;
    let (user, id) =
        us.identify_discoverable_authentication(&answer).map_err(|cause| refused(&cause))?;
    Ok((user, id.to_vec()))
}

/// Checks that a browser used this passkey on what it was asked.
pub fn used(public_url: &Url, answer: &str, state: Value, credential: Value) -> Result<Proved> {
    let answer: PublicKeyCredential =
        serde_json::from_str(answer).map_err(|_| Refusal::NotThisPasskey)?;
    let state: DiscoverableAuthentication = read(state)?;
    let mut passkey: Passkey = read(credential)?;
    let result = ourselves(public_url)?
        .finish_discoverable_authentication_v2(&answer, state, &passkey)
        .map_err(|cause| refused(&cause))?;
    passkey.update_credential(&result);
    Ok(Proved { credential: kept(&passkey)?, credential_id: passkey.cred_id().to_vec() })
}

fn refused(cause: &dyn std::fmt::Debug) -> Refusal {
    log::info!("a passkey was refused: {cause:?}");
    Refusal::NotThisPasskey
}

#[cfg(test)]
mod tests {
    use super::{ask_for_any, ask_to_make, made, named};
    use crate::types::ids::UserId;

    #[test]
    fn a_browser_is_asked_for_a_passkey_of_our_own_name() {
        let ours = "https://muster.example".parse().unwrap();
        let who = ("ann@northshire.example", "Ann Lee");
        let (asked, _) = ask_to_make(&ours, UserId::mint(), who, vec![vec![1, 2, 3]]).unwrap();
        assert_eq!(asked["publicKey"]["rp"]["id"], "muster.example");
        assert_eq!(asked["publicKey"]["authenticatorSelection"]["userVerification"], "required");
        assert_eq!(asked["publicKey"]["authenticatorSelection"]["residentKey"], "required");
        assert_eq!(asked["publicKey"]["excludeCredentials"][0]["id"], "AQID");

        let here = "http://127.0.0.1:8080".parse().unwrap();
        let (asked, _) = ask_for_any(&here).unwrap();
        assert_eq!(asked["publicKey"]["rpId"], "localhost");
    }

    #[test]
    fn nonsense_is_refused_in_words() {
        let ours = "https://muster.example".parse().unwrap();
        for nonsense in ["", "{}", "null"] {
            assert!(named(&ours, nonsense).unwrap_err().to_string().contains("could not be used"));
            let state = serde_json::Value::Null;
            assert!(
                made(&ours, nonsense, state).unwrap_err().to_string().contains("could not be used")
            );
        }
    }
}
