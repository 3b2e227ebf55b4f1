//! The service's own keys, and what is done with them.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use age::secrecy::ExposeSecret;
use age::x25519::{Identity, Recipient};
use anyhow::{Context, Result, anyhow, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::checkpoint::Head;
use super::envelope::{self, Envelope};
use super::note::{self, Trusted};
use super::{statement, wrap};
use crate::config::Config;

/// The sealing keys by version, the signing key, and whom else envelopes are
/// sealed for. Never shown and never in the database.
#[derive(Clone)]
pub struct Keys(Arc<Held>);

struct Held {
    sealing: BTreeMap<i32, [u8; 32]>,
    signing: SigningKey,
    retired: Vec<VerifyingKey>,
    escrow: Recipient,
}

/// The key of one envelope of a request's bids: everyone may seal for it, and
/// nobody opens with it but through the sealing key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestKey {
    /// The public half.
    pub recipient: String,
    /// The private half, wrapped.
    pub wrapped: Vec<u8>,
    /// The version of the sealing key it is wrapped under.
    pub version: i32,
}

/// Where the demonstration keeps the keys it made for itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// The sealing keys, one version to a line.
    pub sealing: PathBuf,
    /// The signing key.
    pub signing: PathBuf,
    /// The escrow key; only in the demonstration.
    pub escrow: PathBuf,
}

impl Places {
    /// The files that are set, or those under `var/keys`.
    pub fn of(config: &Config) -> Self {
        let own = Self::under(&config.var.join("keys"));
        Self {
            sealing: config.seal_key_file.clone().unwrap_or(own.sealing),
            signing: config.signing_key_file.clone().unwrap_or(own.signing),
            escrow: own.escrow,
        }
    }

    /// All in one folder.
    pub fn under(folder: &Path) -> Self {
        let at = |name: &str| folder.join(name);
        Self { sealing: at("seal.key"), signing: at("signing.key"), escrow: at("escrow.key") }
    }
}

impl Keys {
    /// The keys that are set. The demonstration makes its own at its first
    /// start.
    pub fn find(config: &Config) -> Result<Self> {
        let places = Places::of(config);
        if config.is_demonstration() && config.seal_key_file.is_none() {
            make_own(&config.var.join("keys"))?;
        }
        let set = "set SEAL_KEY_FILE, SIGNING_KEY_FILE and ESCROW_RECIPIENT, which `muster keys init` makes";
        if !config.is_demonstration()
            && (config.seal_key_file.is_none()
                || config.signing_key_file.is_none()
                || config.escrow_recipient.is_none())
        {
            bail!("bids cannot be sealed without keys: {set}");
        }
        let escrow = match &config.escrow_recipient {
            Some(recipient) => read_recipient(recipient)?,
            None => identity(&read(&places.escrow)?)
                .with_context(|| format!("{} holds no escrow key", places.escrow.display()))?
                .to_public(),
        };
        let (signing, retired) = signing_keys(&read(&places.signing)?)
            .with_context(|| format!("{} holds no signing key", places.signing.display()))?;
        Ok(Self(Arc::new(Held {
            sealing: sealing_keys(&read(&places.sealing)?)
                .with_context(|| format!("{} holds no sealing keys", places.sealing.display()))?,
            signing,
            retired,
            escrow,
        })))
    }

    /// The public keys of the service's own signatures, newest first, where
    /// only they are needed. Makes nothing.
    pub fn find_trusted(config: &Config) -> Result<Vec<Trusted>> {
        let place = Places::of(config).signing;
        let (signing, retired) = signing_keys(&read(&place)?)
            .with_context(|| format!("{} holds no signing key", place.display()))?;
        Ok(trusted(&signing, &retired))
    }

    /// Keys that are kept nowhere, for measuring and for tests, with the
    /// escrow key as the program `age` reads it.
    pub fn fresh() -> Result<(Self, String)> {
        let escrow = Identity::generate();
        let held = Held {
            sealing: BTreeMap::from([(1, random()?)]),
            signing: SigningKey::from_bytes(&random()?),
            retired: Vec::new(),
            escrow: escrow.to_public(),
        };
        Ok((Self(Arc::new(held)), escrow.to_string().expose_secret().to_owned()))
    }

    /// The same with a new sealing key, under which everything is wrapped from
    /// now on.
    pub fn rotated(&self) -> Result<Self> {
        let mut sealing = self.0.sealing.clone();
        sealing.insert(self.version()? + 1, random()?);
        let (signing, escrow) = (self.0.signing.clone(), self.0.escrow.clone());
        let retired = self.0.retired.clone();
        Ok(Self(Arc::new(Held { sealing, signing, retired, escrow })))
    }

    /// The version of the sealing key that new keys are wrapped under.
    pub fn version(&self) -> Result<i32> {
        Ok(self.newest()?.0)
    }

    fn newest(&self) -> Result<(i32, &[u8; 32])> {
        let newest = self.0.sealing.last_key_value();
        newest.map(|(version, key)| (*version, key)).context("there is no sealing key")
    }

    /// Makes the key of one envelope of a request's bids.
    pub fn make_for(&self, request: Uuid, envelope: Envelope) -> Result<RequestKey> {
        let (version, key) = self.newest()?;
        let made = Identity::generate();
        let recipient = made.to_public().to_string();
        let purpose = purpose(request, envelope, &recipient);
        let wrapped = wrap::wrap(key, &purpose, made.to_string().expose_secret().as_bytes())?;
        Ok(RequestKey { recipient, wrapped, version })
    }

    /// Wraps a request's key under the newest sealing key.
    pub fn rewrap(&self, old: &RequestKey, of: Uuid, envelope: Envelope) -> Result<RequestKey> {
        let (version, key) = self.newest()?;
        let secret = self.unwrapped(old, of, envelope)?;
        let wrapped = wrap::wrap(key, &purpose(of, envelope, &old.recipient), &secret)?;
        Ok(RequestKey { recipient: old.recipient.clone(), wrapped, version })
    }

    /// Seals a text for a request's key, and for the escrow key.
    pub fn seal(&self, text: &[u8], recipient: &str) -> Result<Vec<u8>> {
        envelope::seal(text, &[&read_recipient(recipient)?, &self.0.escrow])
    }

    /// Seals whatever comes for a request's key and for the escrow key, and
    /// returns the SHA-256 of what was written.
    pub fn seal_stream(
        &self,
        from: &mut impl Read,
        into: &mut impl Write,
        recipient: &str,
    ) -> Result<[u8; 32]> {
        envelope::seal_stream(from, into, &[&read_recipient(recipient)?, &self.0.escrow])
    }

    /// A digest that nobody can work out, to guess and compare, without our keys.
    pub fn keyed_digest(&self, of: &[u8; 32]) -> [u8; 32] {
        let mut digest = Sha256::new();
        digest.update(b"muster/keyed-digest/1");
        digest.update(self.0.signing.to_bytes());
        digest.update(of);
        digest.finalize().into()
    }

    /// A request's private key, to open its envelopes with. Fails when the
    /// service lacks the sealing key, which is no envelope's fault.
    pub fn opener(&self, key: &RequestKey, of: Uuid, envelope: Envelope) -> Result<Opener> {
        let secret = self.unwrapped(key, of, envelope)?;
        let found = identity(&String::from_utf8(secret)?).context("the wrapped key is no key")?;
        Ok(Opener(found))
    }

    fn unwrapped(&self, key: &RequestKey, of: Uuid, envelope: Envelope) -> Result<Vec<u8>> {
        let sealing = self.0.sealing.get(&key.version).with_context(|| {
            format!(
                "this program does not hold version {} of the sealing key: has it been rotated since it started?",
                key.version
            )
        })?;
        wrap::unwrap(sealing, &purpose(of, envelope, &key.recipient), &key.wrapped)
    }

    /// Signs lines of text, the first of which says what they are.
    pub fn sign(&self, lines: &[String]) -> String {
        statement::sign(lines, &self.0.signing)
    }

    /// Signs a checkpoint.
    pub fn sign_checkpoint(&self, head: &Head) -> String {
        note::sign(&head.text(), &head.origin, &self.0.signing)
    }

    /// Signs a text that ends with its last line, under a name.
    pub fn sign_note(&self, text: &str, name: &str) -> String {
        note::sign(text, name, &self.0.signing)
    }

    /// The public keys of our signatures, newest first: those that signed
    /// before are still believed.
    pub fn trusted(&self) -> Vec<Trusted> {
        trusted(&self.0.signing, &self.0.retired)
    }

    /// The public key that our signatures are checked with.
    pub fn public_key(&self) -> String {
        statement::said_key(&self.0.signing.verifying_key())
    }
}

/// A request's private key, unwrapped.
pub struct Opener(Identity);

impl Opener {
    /// Opens an envelope that was sealed for it.
    pub fn open(&self, sealed: &[u8]) -> Result<Vec<u8>> {
        envelope::open(sealed, &self.0)
    }

    /// Opens a stream of so many bytes that was sealed for it, and returns the
    /// SHA-256 of what came out.
    pub fn open_stream(
        &self,
        sealed: impl Read,
        into: &mut impl Write,
        bytes: u64,
    ) -> Result<[u8; 32]> {
        envelope::open_stream(sealed, into, bytes, &self.0)
    }
}

/// What a wrapped key is for. The public half is its id.
fn purpose(request: Uuid, envelope: Envelope, recipient: &str) -> String {
    format!("muster/request-key/1|{request}|{}|{recipient}", envelope.word())
}

/// Makes all keys, where there are none, and returns the escrow key's public
/// half and itself.
pub fn make(places: &Places) -> Result<(String, String)> {
    for place in [&places.sealing, &places.signing, &places.escrow] {
        if place.exists() {
            bail!(
                "{} is there already: keys are not overwritten, since what was sealed with them could never be opened",
                place.display()
            );
        }
    }
    let escrow = Identity::generate();
    let secret = escrow.to_string().expose_secret().to_owned();
    write_new(&places.signing, &format!("{}\n", STANDARD.encode(random()?)))?;
    write_new(&places.escrow, &format!("{secret}\n"))?;
    write_new(&places.sealing, &line(1, &random()?))?;
    Ok((escrow.to_public().to_string(), secret))
}

/// Makes the demonstration's keys, unless they are there. The folder comes into
/// its place with everything in it, whoever else is starting at the same time.
fn make_own(folder: &Path) -> Result<()> {
    if folder.exists() {
        return Ok(());
    }
    let beside = folder.with_extension(format!("new-{}", std::process::id()));
    let _ = fs::remove_dir_all(&beside);
    make(&Places::under(&beside))?;
    if let Err(fault) = fs::rename(&beside, folder) {
        let _ = fs::remove_dir_all(&beside);
        if !folder.exists() {
            return Err(fault).context("the demonstration's keys could not be put in place");
        }
    }
    Ok(())
}

/// Adds a new version to the file of sealing keys; the old ones stay.
pub fn add_version(place: &Path) -> Result<i32> {
    let mut text = read(place)?;
    let keys = sealing_keys(&text)
        .with_context(|| format!("{} holds no sealing keys", place.display()))?;
    let version = keys.keys().next_back().copied().unwrap_or_default() + 1;
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(&line(version, &random()?));
    replace(place, &text)?;
    Ok(version)
}

/// Whole or not at all: half a file of keys would open nothing.
fn replace(place: &Path, text: &str) -> Result<()> {
    let beside = place.with_extension("new");
    let _ = fs::remove_file(&beside);
    write_new(&beside, text)?;
    Ok(fs::rename(&beside, place)?)
}

fn line(version: i32, key: &[u8; 32]) -> String {
    format!("v{version} {}\n", STANDARD.encode(key))
}

/// Readable to us alone, and never over a file that is there.
fn write_new(place: &Path, text: &str) -> Result<()> {
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = OpenOptions::new()
        .create_new(true)
        .write(true)
        .mode(0o600)
        .open(place)
        .with_context(|| format!("{} could not be written", place.display()))?;
    file.write_all(text.as_bytes())?;
    Ok(file.sync_all()?)
}

fn read(place: &Path) -> Result<String> {
    fs::read_to_string(place).with_context(|| format!("{} could not be read", place.display()))
}

/// The lines of a file of keys, without comments.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|it| !it.is_empty() && !it.starts_with('#'))
}

fn sealing_keys(text: &str) -> Option<BTreeMap<i32, [u8; 32]>> {
    let read = lines(text).map(|line| {
        let (version, key) = line.strip_prefix('v')?.split_once(' ')?;
        Some((version.parse().ok()?, key_of(key)?))
    });
    let keys: BTreeMap<_, _> = read.collect::<Option<_>>()?;
    (!keys.is_empty()).then_some(keys)
}

/// How the line of a public key begins that signed before.
const RETIRED: &str = "was ";

/// The key that signs, and the public halves of those that did before.
fn signing_keys(text: &str) -> Option<(SigningKey, Vec<VerifyingKey>)> {
    let mut lines = lines(text);
    let signing = SigningKey::from_bytes(&key_of(lines.next()?)?);
    let retired =
        lines.map(|it| VerifyingKey::from_bytes(&key_of(it.strip_prefix(RETIRED)?)?).ok());
    Some((signing, retired.collect::<Option<_>>()?))
}

fn trusted(signing: &SigningKey, retired: &[VerifyingKey]) -> Vec<Trusted> {
    let newest = std::iter::once(signing.verifying_key());
    newest.chain(retired.iter().copied()).map(Trusted::new).collect()
}

/// Puts a new signing key in place of the old, whose public half stays. Returns
/// the public half of the new one.
pub fn renew_signing(place: &Path) -> Result<String> {
    let text = read(place)?;
    let (signing, retired) =
        signing_keys(&text).with_context(|| format!("{} holds no signing key", place.display()))?;
    let new = SigningKey::from_bytes(&random()?);
    let mut text = format!("{}\n", STANDARD.encode(new.to_bytes()));
    for old in std::iter::once(signing.verifying_key()).chain(retired) {
        text.push_str(&format!("{RETIRED}{}\n", STANDARD.encode(old.as_bytes())));
    }
    replace(place, &text)?;
    Ok(statement::said_key(&new.verifying_key()))
}

fn key_of(typed: &str) -> Option<[u8; 32]> {
    STANDARD.decode(typed.trim()).ok()?.try_into().ok()
}

fn identity(text: &str) -> Option<Identity> {
    lines(text).next()?.parse().ok()
}

/// Reads a recipient as `age-keygen` prints it.
pub fn read_recipient(typed: &str) -> Result<Recipient> {
    typed.trim().parse().map_err(|cause| anyhow!("{typed:?} is not an age recipient: {cause}"))
}

fn random() -> Result<[u8; 32]> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|cause| anyhow!("no random numbers: {cause}"))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{Keys, Places, add_version, make, renew_signing, sealing_keys, signing_keys};
    use crate::seal::envelope::Envelope;

    #[test]
    fn what_is_sealed_for_a_request_is_opened_by_its_own_key_only() {
        let (keys, _) = Keys::fresh().unwrap();
        let (one, other) = (Uuid::now_v7(), Uuid::now_v7());
        let quality = keys.make_for(one, Envelope::Quality).unwrap();
        let price = keys.make_for(one, Envelope::Price).unwrap();
        let sealed = keys.seal(b"{}", &quality.recipient).unwrap();
        let opener = keys.opener(&quality, one, Envelope::Quality).unwrap();
        assert_eq!(opener.open(&sealed).unwrap().trim_ascii_end(), b"{}");
        let opener = keys.opener(&price, one, Envelope::Price).unwrap();
        assert!(opener.open(&sealed).is_err(), "the price key opened a quality envelope");
        assert!(keys.opener(&quality, other, Envelope::Quality).is_err(), "another request's");
        assert!(keys.opener(&quality, one, Envelope::Price).is_err(), "the other envelope's");
        let (others, _) = Keys::fresh().unwrap();
        assert!(others.opener(&quality, one, Envelope::Quality).is_err(), "another sealing key");
    }

    #[test]
    fn a_rotated_key_opens_what_was_wrapped_before_and_after() {
        let (old, _) = Keys::fresh().unwrap();
        let request = Uuid::now_v7();
        let wrapped = old.make_for(request, Envelope::Price).unwrap();
        let sealed = old.seal(b"{}", &wrapped.recipient).unwrap();
        let new = old.rotated().unwrap();
        let again = new.rewrap(&wrapped, request, Envelope::Price).unwrap();
        assert_eq!((wrapped.version, again.version), (1, 2));
        for key in [&wrapped, &again] {
            let opener = new.opener(key, request, Envelope::Price).unwrap();
            assert!(opener.open(&sealed).is_ok());
        }
        assert!(old.opener(&again, request, Envelope::Price).is_err());
    }

    #[test]
    fn keys_are_made_once_kept_to_ourselves_and_gain_versions() {
        use std::os::unix::fs::PermissionsExt;
        let folder = std::env::temp_dir().join(format!("muster-keys-{}", Uuid::now_v7()));
        let places = Places::under(&folder);
        make(&places).unwrap();
        assert!(make(&places).unwrap_err().to_string().contains("not overwritten"));
        assert_eq!(add_version(&places.sealing).unwrap(), 2);
        let read = std::fs::read_to_string(&places.sealing).unwrap();
        assert_eq!(sealing_keys(&read).unwrap().len(), 2);
        for place in [&places.sealing, &places.signing, &places.escrow] {
            let mode = std::fs::metadata(place).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{}", place.display());
        }
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_renewed_signing_key_leaves_the_public_half_of_the_old_one() {
        let folder = std::env::temp_dir().join(format!("muster-signing-{}", Uuid::now_v7()));
        let places = Places::under(&folder);
        make(&places).unwrap();
        let read = || std::fs::read_to_string(&places.signing).unwrap();
        let (first, none) = signing_keys(&read()).unwrap();
        assert!(none.is_empty());
        for _ in 0..2 {
            renew_signing(&places.signing).unwrap();
        }
        let (newest, retired) = signing_keys(&read()).unwrap();
        assert_eq!(retired.len(), 2);
        assert_eq!(retired.last(), Some(&first.verifying_key()));
        assert!(!retired.contains(&newest.verifying_key()));
        assert_eq!(read().lines().filter(|it| it.starts_with("was ")).count(), 2, "one secret");
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn half_a_line_of_a_file_of_keys_is_no_key() {
        for text in ["", "# nothing\n", "v1\n", "v1 short\n", "1 AAAA"] {
            assert!(sealing_keys(text).is_none(), "{text:?}");
        }
    }
}
