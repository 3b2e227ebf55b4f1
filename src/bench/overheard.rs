//! Which queries a page asks, overheard as it asks them, so that pgbench asks the very same.

use std::sync::{Arc, Mutex};

use anyhow::{Context, Result};
use deadpool::Runtime;
use diesel::connection::{Instrumentation, InstrumentationEvent};
use diesel_async::pooled_connection::deadpool::Pool;
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, ManagerConfig};
use diesel_async::{AsyncConnection, AsyncPgConnection};

use super::client;
use super::harness::{self, Hello};
use crate::db::Db;
use crate::types::time::Clock;

/// Writes down each query that is asked.
#[derive(Clone, Default)]
struct Ear(Arc<Mutex<Vec<String>>>);

impl Instrumentation for Ear {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if let (InstrumentationEvent::StartQuery { query, .. }, Ok(mut heard)) =
            (event, self.0.lock())
        {
            heard.push(query.to_string());
        }
    }
}

/// A query as Postgres is sent it, and the values that went with it.
#[derive(Debug, PartialEq, Eq)]
pub struct Query {
    /// Its text, with `$1` where the first value goes.
    pub sql: String,
    /// The values, as text.
    pub values: Vec<String>,
}

/// The queries that one page asks.
pub async fn queries(url: &str, path: &str) -> Result<Vec<Query>> {
    let ear = Ear::default();
    let listening = harness::serve(|| door(url, &ear), &Hello::default(), None)?;
    client::fetch(listening.address, &client::question(path, None)).await?;
    listening.stop().await;
    let heard = ear.0.lock().ok().context("the ear is broken")?;
    heard.iter().filter(|it| it.contains(" -- binds: ")).map(|it| read(it)).collect()
}

fn door(url: &str, ear: &Ear) -> Result<Db> {
    let (mut config, ear) = (ManagerConfig::<AsyncPgConnection>::default(), ear.clone());
    config.custom_setup = Box::new(move |url| {
        let (url, ear) = (url.to_owned(), ear.clone());
        Box::pin(async move {
            let mut conn = AsyncPgConnection::establish(&url).await?;
            conn.set_instrumentation(ear);
            Ok(conn)
        })
    });
    let manager = AsyncDieselConnectionManager::new_with_config(url, config);
    let pool = Pool::builder(manager).max_size(2).runtime(Runtime::Tokio1).build()?;
    Ok(Db::new(pool.clone(), pool, Clock::Database))
}

/// Takes a query apart that is told as `text -- binds: [value, value]`.
fn read(told: &str) -> Result<Query> {
    let (sql, values) = told.rsplit_once(" -- binds: ").context("a query without its values")?;
    let values = values.trim().strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    let values = parts(values.context("values without brackets")?);
    Ok(Query {
        sql: sql.split_whitespace().collect::<Vec<_>>().join(" "),
        values: values.iter().map(|it| plain(it)).collect(),
    })
}

/// Splits at the commas that are within neither quotes nor brackets.
fn parts(list: &str) -> Vec<String> {
    let (mut parts, mut part, mut depth, mut quoted) = (Vec::new(), String::new(), 0, false);
    for letter in list.chars() {
        match letter {
            '"' => quoted = !quoted,
            '[' | '(' if !quoted => depth += 1,
            ']' | ')' if !quoted => depth -= 1,
            _ => {}
        }
        if letter == ',' && depth == 0 && !quoted {
            parts.push(std::mem::take(&mut part));
        } else {
            part.push(letter);
        }
    }
    parts.push(part);
    parts.iter().map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect()
}

/// A value as Postgres reads it: ids without their kind, texts without
/// quotes, words of ours in small letters, lists in braces.
fn plain(value: &str) -> String {
    if let Some(list) = value.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
        let list: Vec<String> = parts(list).iter().map(|it| plain(it)).collect();
        return format!("{{{}}}", list.join(","));
    }
    if let Some((kind, id)) = value.strip_suffix(')').and_then(|it| it.split_once('('))
        && kind.chars().all(char::is_alphanumeric)
    {
        return plain(id);
    }
    if let Some(text) = value.strip_prefix('"').and_then(|it| it.strip_suffix('"')) {
        return text.to_owned();
    }
    if !value.chars().all(char::is_alphabetic) {
        return value.to_owned();
    }
    let mut word = String::new();
    for letter in value.chars() {
        if letter.is_uppercase() && !word.is_empty() {
            word.push('_');
        }
        word.extend(letter.to_lowercase());
    }
    word
}

#[cfg(test)]
mod tests {
    use super::{Query, read};

    #[test]
    fn a_query_is_taken_apart_as_it_is_told() {
        let told = "SELECT 1\n  WHERE a = $1 AND b = ANY($2) LIMIT $3 -- binds: [MiniCompetition, [RequestId(0-1), RequestId(2)], 2026-11-24T06:00:00Z, \"a, b\"]";
        let values = ["mini_competition", "{0-1,2}", "2026-11-24T06:00:00Z", "a, b"];
        assert_eq!(
            read(told).unwrap(),
            Query {
                sql: "SELECT 1 WHERE a = $1 AND b = ANY($2) LIMIT $3".to_owned(),
                values: values.map(str::to_owned).to_vec(),
            }
        );
        assert_eq!(read("SELECT 1 -- binds: []").unwrap().values, Vec::<String>::new());
    }
}
