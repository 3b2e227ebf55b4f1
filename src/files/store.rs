//! Where the content of files is: a folder of this machine, or a bucket of
//! an S3-compatible server. Names in it are our own and drawn, so that
//! nothing a person types is ever a path.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, anyhow};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use object_store::aws::AmazonS3Builder;
use object_store::buffered::BufWriter;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{ClientOptions, ObjectStore, ObjectStoreExt, RetryConfig};
use tokio::io::AsyncWriteExt;

use super::model::{Checked, NewFile};
use super::policy::Refusal;
use super::scan::Scanner;
use super::state::FileState;
use super::{forms, inspect, queries};
use crate::accounts::model::Organisation;
use crate::accounts::throttle::{self, Limit};
use crate::config::{Bucket, Config, FilesAt};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::types::ids::UserId;
use crate::types::text::hex;
use crate::web::upload::{Sent, Spool};

/// How much of a file is in memory at a time, on its way in.
const PIECE: usize = 256 * 1024;

/// A file's content on its way out.
pub type Content = BoxStream<'static, object_store::Result<actix_web::web::Bytes>>;

/// Where files are kept, and who looks at them first.
#[derive(Debug, Clone)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
    scanner: Option<Scanner>,
    spool: Spool,
}

impl Files {
    /// By what is set; what cannot be opened stops the start.
    pub fn open(config: &Config) -> anyhow::Result<Self> {
        let kept = Self::at(&config.files, config.var.join("uploads"))?;
        Ok(kept.scanned_by(config.clamd.clone().map(Scanner::new)))
    }

    /// Kept in a place, not scanned, and held in a folder on their way there.
    pub fn at(place: &FilesAt, spool: PathBuf) -> anyhow::Result<Self> {
        let store = match place {
            FilesAt::Folder(folder) => in_folder(folder)?,
            FilesAt::Bucket(bucket) => in_bucket(bucket)?,
        };
        Ok(Self { store, scanner: None, spool: Spool(spool) })
    }

    /// The same, with a scanner or without.
    pub fn scanned_by(self, scanner: Option<Scanner>) -> Self {
        Self { scanner, ..self }
    }

    /// Who looks for viruses in them, if anyone does.
    pub fn scanner(&self) -> Option<&Scanner> {
        self.scanner.as_ref()
    }

    /// Where files are held while a call lasts.
    pub fn spool(&self) -> Spool {
        self.spool.clone()
    }

    /// What keeps them.
    pub(super) fn store(&self) -> &Arc<dyn ObjectStore> {
        &self.store
    }

    /// Looks into a file, if one was chosen.
    pub async fn checked(
        &self,
        sent: Option<Sent>,
    ) -> Result<std::result::Result<Option<Checked>, Refusal>> {
        let Some(mut sent) = sent else { return Ok(Ok(None)) };
        let name = forms::name(&sent.name);
        let looking = tokio::task::spawn_blocking(move || {
            let kind = inspect::inspect(&name, &mut sent)?;
            Ok(kind.map(|kind| Some(Checked { name, kind, sent })))
        });
        looking.await.map_err(|fault| anyhow!("a file was not looked into: {fault}"))?
    }

    /// Keeps the content of a file, if one was chosen, under a name of our own.
    /// Its row is written first, so that no content is ever without one.
    /// Someone who brings very many has to wait.
    pub async fn keep(
        &self,
        db: &Db,
        whose: (Organisation, UserId),
        chosen: Option<Checked>,
    ) -> Result<Option<NewFile>> {
        match chosen {
            Some(file) => Ok(Some(self.kept(db, whose, file, false).await?)),
            None => Ok(None),
        }
    }

    /// The same for a file of a bid, which is for those who write the bid alone.
    pub async fn keep_for_bid(
        &self,
        db: &Db,
        whose: (Organisation, UserId),
        file: Checked,
    ) -> Result<NewFile> {
        self.kept(db, whose, file, true).await
    }

    async fn kept(
        &self,
        db: &Db,
        (owner, by): (Organisation, UserId),
        file: Checked,
        of_bid: bool,
    ) -> Result<NewFile> {
        let limit = Limit::uploads(by);
        throttle::allow(db, &[limit]).await?;
        let state = if self.scanner.is_some() { FileState::Pending } else { FileState::Clean };
        let (key, sha256) = (drawn()?, file.sent.sha256);
        let (whose, stored) = ((owner, by), (key.as_str(), state, of_bid));
        let announced = db
            .keep_books(async |conn, now| queries::announce(conn, whose, &file, stored, now).await);
        let id = announced.await?;
        self.put(&key, file.sent.held).await?;
        Ok(NewFile { id, key, sha256 })
    }

    pub(super) async fn put(&self, key: &str, held: File) -> Result<()> {
        let mut writer = BufWriter::new(self.store.clone(), Path::from(key));
        let put = put(&mut writer, held).await;
        if let Err(fault) = put {
            // What was half put is the store's to forget; what failed is said either way.
            let _ = writer.abort().await;
            return Err(Error::Unavailable(fault.context("a file cannot be kept")));
        }
        writer
            .shutdown()
            .await
            .map_err(|fault| Error::Unavailable(anyhow!(fault).context("a file cannot be kept")))
    }

    /// What is in a file, piece by piece.
    pub async fn content(&self, key: &str) -> Result<Content> {
        let found = self.store.get(&Path::from(key)).await;
        let found = found.with_context(|| format!("the file {key} cannot be read"));
        Ok(found.map_err(Error::Unavailable)?.into_stream())
    }

    /// Copies everything that is kept to another place, and says how many files
    /// that was. What is erased meanwhile is left out.
    pub async fn copy_to(&self, other: &Self) -> anyhow::Result<usize> {
        let (mut listed, mut copied) = (self.store.list(None), 0);
        while let Some(file) = listed.next().await {
            let place = file.context("the files cannot be listed")?.location;
            let mut content = match self.store.get(&place).await {
                Ok(found) => found.into_stream(),
                Err(object_store::Error::NotFound { .. }) => continue,
                Err(fault) => {
                    return Err(fault).with_context(|| format!("the file {place} cannot be read"));
                }
            };
            let mut writer = BufWriter::new(other.store.clone(), place.clone());
            while let Some(piece) = content.next().await {
                let piece = piece.with_context(|| format!("the file {place} cannot be read"))?;
                writer.put(piece).await.with_context(|| format!("{place} cannot be copied"))?;
            }
            writer.shutdown().await.with_context(|| format!("{place} cannot be copied"))?;
            copied += 1;
        }
        Ok(copied)
    }

    /// Forgets what was in a file; what is forgotten already is fine.
    pub async fn erase(&self, key: &str) -> anyhow::Result<()> {
        match self.store.delete(&Path::from(key)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(fault) => Err(fault).with_context(|| format!("the file {key} cannot be erased")),
        }
    }

    /// Passes on what came of an act that was to take a file up. If it did not,
    /// the file is erased at once rather than by the worker.
    pub async fn taken_up<T>(&self, db: &Db, file: Option<&NewFile>, done: Result<T>) -> Result<T> {
        // Whether a change was made that the database could not answer for is unknown.
        let undone = matches!(done, Err(ref fault) if !matches!(fault, Error::Unavailable(_)));
        if let Some(file) = file.filter(|_| undone)
            && let Err(fault) = self.let_go(db, file).await
        {
            log::warn!("a file that nothing took up is left to the worker: {fault:#}");
        }
        done
    }

    async fn let_go(&self, db: &Db, file: &NewFile) -> anyhow::Result<()> {
        self.erase(&file.key).await?;
        Ok(db.keep_books(async |conn, now| queries::erased(conn, file.id, now).await).await?)
    }
}

async fn put(writer: &mut BufWriter, mut held: File) -> anyhow::Result<()> {
    let mut piece = vec![0; PIECE];
    loop {
        // Out of memory of the system's, where it was just written.
        let length = held.read(&mut piece).context("cannot read a file that is held")?;
        match piece.get(..length) {
            None | Some([]) => return Ok(()),
            Some(read) => writer.put(read.to_vec().into()).await?,
        }
    }
}

/// A name that tells nothing and that nobody guesses.
pub(super) fn drawn() -> Result<String> {
    let mut bytes = [0u8; 20];
    getrandom::fill(&mut bytes).map_err(|cause| anyhow!("no random numbers: {cause}"))?;
    Ok(hex(&bytes))
}

fn in_folder(folder: &std::path::Path) -> anyhow::Result<Arc<dyn ObjectStore>> {
    std::fs::create_dir_all(folder)
        .with_context(|| format!("FILES_URL: cannot make {}", folder.display()))?;
    let store = LocalFileSystem::new_with_prefix(folder)
        .with_context(|| format!("FILES_URL: cannot use {}", folder.display()))?;
    Ok(Arc::new(store.with_fsync(true)))
}

fn in_bucket(bucket: &Bucket) -> anyhow::Result<Arc<dyn ObjectStore>> {
    // Whoever was first to choose has chosen the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let options = ClientOptions::new()
        .with_connect_timeout(Duration::from_secs(5))
        .with_timeout(Duration::from_secs(60))
        .with_allow_http(bucket.endpoint.as_ref().is_some_and(|it| it.scheme() == "http"));
    let retry = RetryConfig {
        max_retries: 2,
        retry_timeout: Duration::from_secs(20),
        ..RetryConfig::default()
    };
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(&bucket.name)
        .with_region(&bucket.region)
        .with_access_key_id(&bucket.key_id)
        .with_secret_access_key(&bucket.secret.0)
        .with_client_options(options)
        .with_retry(retry);
    if let Some(endpoint) = &bucket.endpoint {
        builder = builder.with_endpoint(endpoint.as_str().trim_end_matches('/'));
    }
    let store = builder.build().context("FILES_URL: the bucket cannot be used")?;
    Ok(match bucket.prefix.as_str() {
        "" => Arc::new(store),
        prefix => Arc::new(PrefixStore::new(store, prefix)),
    })
}
