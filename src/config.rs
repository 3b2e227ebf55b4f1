//! Settings, read once from the environment. Nonsense stops the start with a
//! sentence that names the setting.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use url::Url;

use crate::types::secret::Secret;

/// Everything that can be set; `.env.example` says each in a sentence.
#[derive(Debug, Clone)]
pub struct Config {
    /// The serving database; without it a private cluster is kept under `var`.
    pub database_url: Option<String>,
    /// A database for pages that only look; the serving database without it.
    pub database_read_url: Option<String>,
    /// How to sign in to migrate; the serving address without it.
    pub migration_database_url: Option<String>,
    /// How to sign in to open bids; of our own cluster we know it.
    pub opener_database_url: Option<String>,
    /// The file of the sealing keys.
    pub seal_key_file: Option<PathBuf>,
    /// The file of the signing key.
    pub signing_key_file: Option<PathBuf>,
    /// The file that checkpoints of the audit trail are put to the end of.
    pub checkpoints_file: PathBuf,
    /// Whom every bid is sealed for besides: the public half of the escrow key.
    pub escrow_recipient: Option<String>,
    /// Where to listen.
    pub bind: SocketAddr,
    /// How people reach us: the beginning of every link in a mail.
    pub public_url: Url,
    /// Where mail is handed over; files under `var/mail` without it.
    pub smtp_url: Option<Url>,
    /// Who mail is from.
    pub mail_from: String,
    /// Where people can write to the operator.
    pub contact: Option<String>,
    /// Proxies whose forwarded addresses are believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Where the private cluster, mail files and the like are kept.
    pub var: PathBuf,
    /// Where the PostgreSQL server programs are, if not where we look.
    pub pg_bindir: Option<PathBuf>,
    /// Where the files are kept that people upload.
    pub files: FilesAt,
    /// Who looks for viruses in them; nobody without it.
    pub clamd: Option<Clamd>,
}

/// Where files are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilesAt {
    /// A folder of this machine.
    Folder(PathBuf),
    /// A bucket of an S3-compatible server.
    Bucket(Bucket),
}

/// A bucket, and how to reach it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// What the names of all our files in it begin with.
    pub prefix: String,
    /// The server; Amazon's own without it.
    pub endpoint: Option<Url>,
    /// The region it is in.
    pub region: String,
    /// The name of the key.
    pub key_id: String,
    /// The key.
    pub secret: Secret,
}

/// Where clamd listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clamd {
    /// At a socket of this machine.
    Socket(PathBuf),
    /// At a host and port.
    Address(String),
}

impl Config {
    /// Reads the settings.
    pub fn from_env() -> Result<Self> {
        Self::read(setting)
    }

    fn read(get: impl Fn(&str) -> Option<String>) -> Result<Self> {
        let bind = get("BIND").unwrap_or_else(|| "127.0.0.1:8080".to_owned());
        let bind: SocketAddr = bind.parse().with_context(|| {
            format!("BIND must be an address and port like 127.0.0.1:8080, not {bind:?}")
        })?;
        let database_url = get("DATABASE_URL");
        for (name, value) in [
            ("DATABASE_URL", &database_url),
            ("DATABASE_READ_URL", &get("DATABASE_READ_URL")),
            ("OPENER_DATABASE_URL", &get("OPENER_DATABASE_URL")),
        ] {
            if value.as_ref().is_some_and(|it| !it.starts_with("postgres") && !it.contains('=')) {
                bail!(
                    "{name} must be a PostgreSQL address like postgres://user:password@host/database"
                );
            }
        }
        if database_url.is_none() && get("DATABASE_READ_URL").is_some() {
            bail!("DATABASE_READ_URL is set without DATABASE_URL: set both, or neither");
        }
        let shown = database_url.is_none().then(|| "help@muster.example".to_owned());
        let contact = contact(get("CONTACT_EMAIL"))?.or(shown);
        let var = get("VAR_DIR").map_or_else(|| PathBuf::from("var"), PathBuf::from);
        Ok(Self {
            files: files(&get, &var)?,
            clamd: get("CLAMD").map(|it| clamd(&it)).transpose()?,
            database_url,
            database_read_url: get("DATABASE_READ_URL"),
            migration_database_url: get("MIGRATION_DATABASE_URL"),
            opener_database_url: get("OPENER_DATABASE_URL"),
            seal_key_file: get("SEAL_KEY_FILE").map(PathBuf::from),
            signing_key_file: get("SIGNING_KEY_FILE").map(PathBuf::from),
            checkpoints_file: get("CHECKPOINTS_FILE")
                .map_or_else(|| var.join("checkpoints.txt"), PathBuf::from),
            escrow_recipient: get("ESCROW_RECIPIENT").map(escrow).transpose()?,
            bind,
            public_url: public_url(get("PUBLIC_URL"), bind)?,
            smtp_url: get("SMTP_URL").map(|it| smtp_url(&it)).transpose()?,
            mail_from: mail_from(get("MAIL_FROM"))?,
            contact,
            trusted_proxies: proxies(get("TRUSTED_PROXIES"))?,
            var,
            pg_bindir: get("PG_BINDIR").map(PathBuf::from),
        })
    }

    /// The same settings fit to be shown: passwords in addresses are hidden.
    pub fn without_secrets(&self) -> Self {
        let hidden = |it: &Option<String>| it.as_ref().map(|_| "(set)".to_owned());
        let mut smtp_url = self.smtp_url.clone();
        if let Some(url) = smtp_url.as_mut().filter(|it| it.password().is_some()) {
            // An address that carries a password can always carry another.
            let _ = url.set_password(Some("hidden"));
        }
        Self {
            database_url: hidden(&self.database_url),
            database_read_url: hidden(&self.database_read_url),
            migration_database_url: hidden(&self.migration_database_url),
            opener_database_url: hidden(&self.opener_database_url),
            smtp_url,
            ..self.clone()
        }
    }

    /// Whether this is the demonstration: our own private database, and nothing set for a real one.
    pub fn is_demonstration(&self) -> bool {
        self.database_url.is_none()
    }
}

fn escrow(typed: String) -> Result<String> {
    if typed.parse::<age::x25519::Recipient>().is_err() {
        bail!("ESCROW_RECIPIENT must be a public key of the program age, which begins with age1");
    }
    Ok(typed)
}

fn public_url(typed: Option<String>, bind: SocketAddr) -> Result<Url> {
    let typed = typed.unwrap_or_else(|| format!("http://{bind}"));
    let url = Url::parse(&typed).with_context(|| {
        format!("PUBLIC_URL must be a web address like https://muster.example, not {typed:?}")
    })?;
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
        bail!("PUBLIC_URL must start with http:// or https:// and name a host");
    }
    Ok(url)
}

fn smtp_url(typed: &str) -> Result<Url> {
    let url = Url::parse(typed).context(
        "SMTP_URL must be a mail server's address like smtp://user:password@host:587?tls=required",
    )?;
    if !matches!(url.scheme(), "smtp" | "smtps") || url.host().is_none() {
        bail!("SMTP_URL must start with smtp:// or smtps:// and name a host");
    }
    Ok(url)
}

fn mail_from(typed: Option<String>) -> Result<String> {
    let typed = typed.unwrap_or_else(|| "Muster <no-reply@muster.example>".to_owned());
    typed
        .parse::<lettre::message::Mailbox>()
        .with_context(|| format!("MAIL_FROM must be an e-mail address like Muster <no-reply@muster.example>, not {typed:?}"))?;
    Ok(typed)
}

fn contact(typed: Option<String>) -> Result<Option<String>> {
    if let Some(typed) = &typed {
        typed.parse::<lettre::Address>().with_context(|| {
            format!(
                "CONTACT_EMAIL must be an e-mail address like help@muster.example, not {typed:?}"
            )
        })?;
    }
    Ok(typed)
}

fn proxies(typed: Option<String>) -> Result<Vec<IpAddr>> {
    let typed = typed.unwrap_or_default();
    let listed = typed.split(',').map(str::trim).filter(|it| !it.is_empty());
    listed
        .map(|it| {
            it.parse().with_context(|| {
                format!("TRUSTED_PROXIES must be addresses with commas between, not {it:?}")
            })
        })
        .collect()
}

fn files(get: &impl Fn(&str) -> Option<String>, var: &Path) -> Result<FilesAt> {
    let Some(typed) = get("FILES_URL") else { return Ok(FilesAt::Folder(var.join("files"))) };
    let url = match typed.strip_prefix("file:") {
        Some("") => return Ok(FilesAt::Folder(var.join("files"))),
        Some(path) => {
            let path = path.strip_prefix("//").unwrap_or(path);
            return Ok(FilesAt::Folder(PathBuf::from(path)));
        }
        None => Url::parse(&typed).ok().filter(|it| it.scheme() == "s3"),
    };
    let url = url.context(
        "FILES_URL must be file:/a/folder, or s3://bucket/prefix?endpoint=https://s3.example&region=eu-west-2",
    )?;
    let name = url.host_str().unwrap_or_default().to_owned();
    if name.is_empty() {
        bail!("FILES_URL must name a bucket, like s3://bucket");
    }
    let mut bucket = Bucket {
        name,
        prefix: url.path().trim_matches('/').to_owned(),
        endpoint: None,
        region: "eu-west-2".to_owned(),
        key_id: get("AWS_ACCESS_KEY_ID").context(
            "FILES_URL names a bucket: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY too",
        )?,
        secret: Secret(
            get("AWS_SECRET_ACCESS_KEY")
                .context("FILES_URL names a bucket: set AWS_SECRET_ACCESS_KEY too")?,
        ),
    };
    for (word, value) in url.query_pairs() {
        match word.as_ref() {
            "region" if !value.is_empty() => bucket.region = value.into_owned(),
            "endpoint" => bucket.endpoint = Some(endpoint(&value)?),
            other => bail!("FILES_URL knows endpoint and region after its ?, not {other:?}"),
        }
    }
    Ok(FilesAt::Bucket(bucket))
}

fn endpoint(typed: &str) -> Result<Url> {
    let url = Url::parse(typed).ok();
    url.filter(|it| matches!(it.scheme(), "http" | "https") && it.host().is_some())
        .with_context(|| format!("FILES_URL must give its endpoint as a web address like https://s3.example, not {typed:?}"))
}

fn clamd(typed: &str) -> Result<Clamd> {
    let address = |it: &str| {
        let (host, port) = it.rsplit_once(':')?;
        (!host.is_empty() && port.parse::<u16>().is_ok()).then(|| Clamd::Address(it.to_owned()))
    };
    match typed.split_once(':') {
        Some(("unix", path)) if path.starts_with('/') => Some(Clamd::Socket(PathBuf::from(path))),
        Some(("tcp", rest)) => address(rest),
        _ => None,
    }
    .with_context(|| {
        format!("CLAMD must be unix:/run/clamav/clamd.ctl or tcp:host:3310, not {typed:?}")
    })
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok().map(|it| it.trim().to_owned()).filter(|it| !it.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{Clamd, Config, FilesAt};

    fn with(name: &'static str, value: &'static str) -> anyhow::Result<Config> {
        Config::read(|asked| (asked == name).then(|| value.to_owned()))
    }

    #[test]
    fn nothing_set_means_the_demonstration_on_this_machine() {
        let config = Config::read(|_| None).unwrap();
        assert!(config.is_demonstration());
        assert_eq!(config.public_url.as_str(), "http://127.0.0.1:8080/");
    }

    #[test]
    fn nonsense_is_refused_by_name() {
        for (name, value) in [
            ("BIND", "8080"),
            ("PUBLIC_URL", "muster"),
            ("SMTP_URL", "mail.example"),
            ("MAIL_FROM", "nobody"),
            ("CONTACT_EMAIL", "nobody"),
            ("TRUSTED_PROXIES", "10.0.0.1, proxy"),
            ("DATABASE_URL", "mysql://x"),
            ("DATABASE_READ_URL", "postgres://x/y"),
            ("FILES_URL", "ftp://files"),
            ("FILES_URL", "papers"),
            ("CLAMD", "localhost"),
            ("CLAMD", "unix:clamd.ctl"),
            ("CLAMD", "tcp:clamd"),
            ("ESCROW_RECIPIENT", "age1nobody"),
            ("OPENER_DATABASE_URL", "opener"),
        ] {
            let said = with(name, value).unwrap_err().to_string();
            assert!(said.contains(name), "{name}: {said}");
        }
    }

    const S3: &str = "s3://papers/muster?endpoint=http://127.0.0.1:9000&region=eu-west-1";

    fn files(url: &str, keys: bool) -> anyhow::Result<FilesAt> {
        let read = |asked: &str| match asked {
            "FILES_URL" => Some(url.to_owned()),
            "AWS_ACCESS_KEY_ID" | "AWS_SECRET_ACCESS_KEY" if keys => Some("key of ours".to_owned()),
            _ => None,
        };
        Config::read(read).map(|it| it.files)
    }

    #[test]
    fn files_are_kept_in_a_folder_or_in_a_bucket() {
        let folder = |path: &str| FilesAt::Folder(path.into());
        assert_eq!(Config::read(|_| None).unwrap().files, folder("var/files"));
        assert_eq!(files("file:", false).unwrap(), folder("var/files"));
        assert_eq!(files("file:///srv/papers", false).unwrap(), folder("/srv/papers"));
        assert_eq!(files("file:/srv/papers", false).unwrap(), folder("/srv/papers"));

        let FilesAt::Bucket(bucket) = files(S3, true).unwrap() else { panic!("a folder") };
        assert_eq!((bucket.name.as_str(), bucket.prefix.as_str()), ("papers", "muster"));
        assert_eq!(bucket.region, "eu-west-1");
        assert_eq!(bucket.endpoint.as_ref().unwrap().as_str(), "http://127.0.0.1:9000/");
        assert!(!format!("{bucket:?}").contains("secret: Secret(\"key"), "{bucket:?}");
        assert!(format!("{bucket:?}").contains("secret: (set)"), "{bucket:?}");
    }

    #[test]
    fn a_bucket_without_its_key_or_with_unknown_words_is_refused_by_name() {
        assert!(files(S3, false).unwrap_err().to_string().contains("AWS_ACCESS_KEY_ID"));
        for url in ["s3://papers?bucket=x", "s3://papers?endpoint=here", "s3:///papers"] {
            let said = files(url, true).unwrap_err().to_string();
            assert!(said.contains("FILES_URL"), "{url}: {said}");
        }
    }

    #[test]
    fn clamd_listens_at_a_socket_or_an_address() {
        let found = |value| with("CLAMD", value).unwrap().clamd.unwrap();
        assert_eq!(found("unix:/run/clamd.ctl"), Clamd::Socket("/run/clamd.ctl".into()));
        assert_eq!(found("tcp:[::1]:3310"), Clamd::Address("[::1]:3310".to_owned()));
    }
}
