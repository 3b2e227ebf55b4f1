//! Where the story is told: the door, the calendar, and everyone who has come
//! in so far.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use uuid::Uuid;

use super::briefs::Brief;
use super::days::Days;
use crate::accounts::model::{NewPerson, Organisation, Role, Viewer};
use crate::accounts::{acts, queries};
use crate::audit::Actor;
use crate::db::{Db, Once};
use crate::error::Error;
use crate::files::store::Files;
use crate::seal::keys::Keys;
use crate::types::time::Moment;

/// The name of the call in every audit entry of the story.
pub const CALL: &str = "demonstration";

/// Someone of the story.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// Where they sign in.
    pub email: &'static str,
    /// Their name.
    pub name: &'static str,
    /// What they may do.
    pub roles: &'static [Role],
}

/// The stage.
pub struct Stage {
    /// The owner's door.
    pub db: Db,
    /// Where files are kept.
    pub files: Files,
    /// What bids are sealed with.
    pub keys: Keys,
    /// The calendar.
    pub days: Days,
    /// The hash of everyone's password.
    pub hash: String,
    people: BTreeMap<&'static str, Viewer>,
    requests: BTreeMap<&'static str, String>,
    contracts: BTreeMap<&'static str, String>,
}

impl Stage {
    /// An empty stage.
    pub fn new(db: &Db, (files, keys): (&Files, &Keys), days: Days, hash: String) -> Self {
        Self {
            db: db.clone(),
            files: files.clone(),
            keys: keys.clone(),
            days,
            hash,
            people: BTreeMap::new(),
            requests: BTreeMap::new(),
            contracts: BTreeMap::new(),
        }
    }

    /// The door with the clock at a moment.
    pub fn at(&self, moment: Moment) -> Db {
        self.db.at(moment)
    }

    /// Someone in a role, as a handler would be handed them.
    pub fn who<T: TryFrom<Viewer, Error = Error>>(&self, email: &str) -> Result<T> {
        let found = self.people.get(email).with_context(|| format!("{email} has not come in"))?;
        T::try_from(found.clone()).with_context(|| format!("{email} may not do this"))
    }

    /// Remembers the number a request was given.
    pub fn begun(&mut self, brief: &Brief, reference: String) {
        self.requests.insert(brief.title, reference);
    }

    /// The number of a request.
    pub fn request(&self, brief: &Brief) -> Result<&str> {
        let found = self.requests.get(brief.title);
        found.map(String::as_str).with_context(|| format!("“{}” is not begun", brief.title))
    }

    /// Remembers the number the contract of a request was given.
    pub fn drawn_up(&mut self, brief: &Brief, reference: String) {
        self.contracts.insert(brief.title, reference);
    }

    /// The number of the contract of a request.
    pub fn contract(&self, brief: &Brief) -> Result<&str> {
        let found = self.contracts.get(brief.title);
        found.map(String::as_str).with_context(|| format!("“{}” has no contract", brief.title))
    }

    /// Makes an account and brings its person in.
    pub async fn enter(
        &mut self,
        at: Moment,
        by: &Actor,
        part: &Part,
        organisation: Organisation,
    ) -> Result<()> {
        let new = NewPerson {
            email: part.email.to_owned(),
            name: part.name.to_owned(),
            password_hash: self.hash.clone(),
            organisation,
            roles: part.roles.to_vec(),
            verified: true,
        };
        self.at(at).act(by, async |tx| acts::create(tx, &new).await).await?;
        self.bring_in(part.email).await
    }

    /// Brings in someone who has an account.
    pub async fn bring_in(&mut self, email: &'static str) -> Result<()> {
        let (person, roles) = self
            .db
            .read(async |conn| {
                let person = queries::by_email(conn, email).await?.ok_or(Error::NotFound)?;
                let roles = queries::roles_of(conn, person.id).await?;
                Ok((person, roles))
            })
            .await?;
        let organisation = person.organisation();
        let by =
            Actor { user: Some(person.id), organisation: organisation.id(), call: CALL.to_owned() };
        let viewer = Viewer {
            by,
            user: person.id,
            name: person.name,
            email: person.email,
            organisation,
            organisation_name: String::new(),
            roles,
            session: Uuid::nil(),
            proven_at: Moment::default(),
            two_factors: false,
        };
        self.people.insert(email, viewer);
        Ok(())
    }
}

/// A key for a form that was sent once.
pub fn once() -> Once {
    Once::new(Uuid::now_v7(), "")
}
