//! Settings, read once from the environment. Nonsense stops the start with a
//! sentence that names the setting.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use url::Url;

/// Everything that can be set; `.env.example` says each in a sentence.
#[derive(Debug, Clone)]
pub struct Config {
    /// The serving database; without it a private cluster is kept under `var`.
    pub database_url: Option<String>,
    /// A database for pages that only look; the serving database without it.
    pub database_read_url: Option<String>,
    /// How to sign in to migrate; the serving address without it.
    pub migration_database_url: Option<String>,
    /// Where to listen.
    pub bind: SocketAddr,
    /// How people reach us: the beginning of every link in a mail.
    pub public_url: Url,
    /// Where mail is handed over; files under `var/mail` without it.
    pub smtp_url: Option<Url>,
    /// Who mail is from.
    pub mail_from: String,
    /// Proxies whose forwarded addresses are believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Where the private cluster, mail files and the like are kept.
    pub var: PathBuf,
    /// Where the PostgreSQL server programs are, if not where we look.
    pub pg_bindir: Option<PathBuf>,
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
        for (name, value) in
            [("DATABASE_URL", &database_url), ("DATABASE_READ_URL", &get("DATABASE_READ_URL"))]
        {
            if value.as_ref().is_some_and(|it| !it.starts_with("postgres") && !it.contains('=')) {
                bail!(
                    "{name} must be a PostgreSQL address like postgres://user:password@host/database"
                );
            }
        }
        if database_url.is_none() && get("DATABASE_READ_URL").is_some() {
            bail!("DATABASE_READ_URL is set without DATABASE_URL: set both, or neither");
        }
        Ok(Self {
            database_url,
            database_read_url: get("DATABASE_READ_URL"),
            migration_database_url: get("MIGRATION_DATABASE_URL"),
            bind,
            public_url: public_url(get("PUBLIC_URL"), bind)?,
            smtp_url: get("SMTP_URL").map(|it| smtp_url(&it)).transpose()?,
            mail_from: mail_from(get("MAIL_FROM"))?,
            trusted_proxies: proxies(get("TRUSTED_PROXIES"))?,
            var: get("VAR_DIR").map_or_else(|| PathBuf::from("var"), PathBuf::from),
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
            smtp_url,
            ..self.clone()
        }
    }

    /// Whether this is the demonstration: our own private database, and nothing set for a real one.
    pub fn is_demonstration(&self) -> bool {
        self.database_url.is_none()
    }
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

#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok().map(|it| it.trim().to_owned()).filter(|it| !it.is_empty())
}

#[cfg(test)]
mod tests {
    use super::Config;

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
            ("TRUSTED_PROXIES", "10.0.0.1, proxy"),
            ("DATABASE_URL", "mysql://x"),
            ("DATABASE_READ_URL", "postgres://x/y"),
        ] {
            let said = with(name, value).unwrap_err().to_string();
            assert!(said.contains(name), "{name}: {said}");
        }
    }
}
