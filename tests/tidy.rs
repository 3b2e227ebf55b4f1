//! The rules of the house, checked like any other behaviour.

#![expect(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

use std::fs;
use std::path::{Path, PathBuf};

use muster::accounts::own::policy::needs_proof;
use regex::Regex;

const HTTP: &str = "actix_web";
const PAGES: &str = "askama";
const SQL: &str = "diesel";
const WRITES: [&str; 4] = ["insert_into", "diesel::update", "diesel::delete", ".execute("];

/// What a file in a slice may be called, and the words it may not say.
const ROOMS: &[(&str, &[&str])] = &[
    ("mod", &[HTTP, PAGES, SQL, "fn "]),
    ("model", &[HTTP, PAGES, WRITES[0], WRITES[1], WRITES[2], WRITES[3]]),
    ("state", &[HTTP, PAGES, SQL, "crate::db"]),
    ("policy", &[HTTP, PAGES, SQL, "crate::db"]),
    ("forms", &[HTTP, PAGES, SQL, "crate::db"]),
    ("queries", &[HTTP, PAGES]),
    ("acts", &[HTTP, PAGES, "schema::"]),
    ("mail", &[HTTP, SQL]),
    ("pages", &[HTTP, SQL, "crate::db"]),
    ("handlers", &[SQL, "schema::"]),
];

/// Rooms that only one slice needs, and the words they may not say.
const OWN_ROOMS: &[(&str, &str, &[&str])] = &[
    // Who may use a page, as the first argument of a handler.
    ("accounts", "roles", &[PAGES, SQL, "schema::"]),
    // The middleware that finds out who is behind a request.
    ("accounts", "session", &[PAGES, SQL, "schema::"]),
    // Hashing, off the async threads.
    ("accounts", "password", &[HTTP, PAGES, SQL, "crate::db"]),
    // The six digits of an app, and recovery codes.
    ("accounts", "codes", &[HTTP, PAGES, SQL, "crate::db"]),
    // What passes between a browser and us about passkeys.
    ("accounts", "ceremony", &[HTTP, PAGES, SQL, "crate::db"]),
    // Secrets, and the cookies that carry them.
    ("accounts", "token", &[PAGES, SQL, "schema::"]),
    // Showing again who one is.
    ("accounts", "proof", &[HTTP, PAGES, SQL, "schema::"]),
    // Where each kind of organisation can go.
    ("accounts", "menu", &[HTTP, PAGES, SQL, "crate::db"]),
    // Tries, counted.
    ("accounts", "throttle", &[HTTP, PAGES]),
    // The order of lots and criteria.
    ("framework", "places", &[HTTP, PAGES, SQL, "crate::db"]),
    // The kinds of file that are taken.
    ("files", "kinds", &[HTTP, PAGES, SQL, "crate::db"]),
    // Whether a file is what its name says.
    ("files", "inspect", &[HTTP, PAGES, SQL, "crate::db"]),
    // Asking clamd.
    ("files", "scan", &[HTTP, PAGES, SQL, "crate::db"]),
    // A file on its way out.
    ("files", "sending", &[PAGES, SQL, "schema::"]),
    // Where the content of files is.
    ("files", "store", &[PAGES, SQL]),
    // Sealed copies of files, made and opened.
    ("files", "streams", &[PAGES, SQL]),
    // A copy of a bid as a file.
    ("bids", "text", &[HTTP, PAGES, SQL, "crate::db"]),
    // What the pages share that are told of answers while they are open.
    ("clarifications", "hub", &[HTTP, PAGES, SQL, "schema::"]),
    // The bytes of a bid that are hashed.
    ("bids", "canonical", &[HTTP, PAGES, SQL, "crate::db"]),
    // Whether a specialist's clearance covers what a role asks for.
    ("bids", "clearance", &[HTTP, PAGES, SQL, "crate::db"]),
    // What a bid costs.
    ("bids", "price", &[HTTP, PAGES, SQL, "crate::db"]),
    // Things for the tables of cases; in tests only.
    ("bids", "samples", &[HTTP, PAGES, SQL, "crate::db"]),
    // Days, listed words, yes and no, as the dossier's forms share them.
    ("providers", "typed", &[HTTP, PAGES, SQL, "crate::db"]),
    // What happened to a provider, as its people and as the operator may read it.
    ("providers", "history", &[HTTP, PAGES, SQL, "crate::db"]),
    // A dossier in words: one telling for every page that shows it.
    ("providers", "summary", &[HTTP, PAGES, SQL, "crate::db"]),
    // The grounds on which the law excludes a supplier.
    ("providers", "grounds", &[HTTP, PAGES, SQL, "crate::db"]),
    // What the audit trail says of a request.
    ("requests", "events", &[HTTP, PAGES, SQL, "crate::db"]),
    // A request in words: one telling for every page that shows it.
    ("requests", "shown", &[HTTP, PAGES, SQL, "crate::db"]),
    // What a search asks of a request, as the `where` of a query.
    ("requests", "conditions", &[HTTP, PAGES, SQL, "crate::db"]),
    // Telling people what their searches find.
    ("requests", "telling", &[HTTP, PAGES]),
    // What was and what is, of an amended request.
    ("requests", "changes", &[HTTP, PAGES, SQL, "crate::db"]),
    // Which line of an amended request is still the same.
    ("requests", "matching", &[HTTP, PAGES, SQL, "crate::db"]),
    // The new version, written over the old.
    ("requests", "in_force", &[HTTP, PAGES]),
    // A request with its amendment, from every side.
    ("requests", "look", &[HTTP, PAGES]),
    // What an amendment would do.
    ("requests", "outcome", &[HTTP, PAGES, SQL, "crate::db"]),
    // A whole request for the tables of cases; in tests only.
    ("requests", "samples", &[HTTP, PAGES, SQL, "crate::db"]),
    // The forms of a draft, by what they have in common.
    ("requests", "plain", &[HTTP, PAGES, SQL, "crate::db"]),
    ("requests", "questions", &[HTTP, PAGES, SQL, "crate::db"]),
    ("requests", "roles", &[HTTP, PAGES, SQL, "crate::db"]),
    ("requests", "outcomes", &[HTTP, PAGES, SQL, "crate::db"]),
    ("requests", "dates", &[HTTP, PAGES, SQL, "crate::db"]),
    ("requests", "people", &[HTTP, PAGES, SQL, "crate::db"]),
    ("requests", "criteria", &[HTTP, PAGES, SQL, "crate::db"]),
    // Which rows of a page that is saved again are which of those there were.
    ("requests", "rows", &[HTTP, PAGES, SQL, "crate::db"]),
    // The canonical text of a contract, written and read.
    ("contracts", "document", &[HTTP, PAGES, SQL, "crate::db"]),
    // What is charged for, and the section that says so.
    ("contracts", "schedule", &[HTTP, PAGES, "crate::db"]),
    // What a person can do about a contract now.
    ("contracts", "deeds", &[HTTP, PAGES, SQL, "crate::db"]),
    // That text as a paper to print.
    ("contracts", "paper", &[HTTP, PAGES, SQL, "crate::db"]),
    // Contracts for the tables of cases; in tests only.
    ("contracts", "samples", &[HTTP, PAGES, SQL, "crate::db"]),
    // The sections of that text.
    ("contracts", "clauses", &[HTTP, PAGES, SQL, "crate::db"]),
    // What that text says.
    ("contracts", "terms", &[HTTP, PAGES, SQL, "crate::db"]),
    // What it says where outcomes have a fixed price.
    ("contracts", "outcomes", &[HTTP, PAGES, SQL, "crate::db"]),
    // What each role may do, in words.
    ("help", "duties", &[HTTP, PAGES, SQL, "crate::db"]),
    // What a request asks, for reading a bid beside it.
    ("evaluation", "asked", &[HTTP, PAGES]),
    // Letters for bidders.
    ("evaluation", "blind", &[HTTP, PAGES, SQL, "crate::db"]),
    // What is on an evaluator's desk, found and laid out.
    ("evaluation", "desk", &[HTTP, PAGES]),
    // Where bids lie on a drawing.
    ("evaluation", "plot", &[HTTP, PAGES, SQL, "crate::db"]),
    // An outcome letter as a file.
    ("awards", "text", &[HTTP, PAGES, SQL, "crate::db"]),
    // What a change does to the order of merit.
    ("evaluation", "effect", &[HTTP, PAGES, SQL, "crate::db"]),
    // The order of merit.
    ("evaluation", "ranking", &[HTTP, PAGES, SQL, "crate::db"]),
    // A bid laid out without names.
    ("evaluation", "read", &[HTTP, PAGES, SQL, "crate::db"]),
    // The record of a request: its signed list, its file, and whether it is whole.
    ("trail", "manifest", &[HTTP, PAGES, SQL, "crate::db"]),
    ("trail", "bundle", &[HTTP, SQL, "crate::db"]),
    ("trail", "verify", &[HTTP, PAGES, SQL, "crate::db"]),
    // What it says, table by table, asked of the slices.
    ("trail", "tables", &[HTTP, PAGES, "schema::"]),
    ("trail", "asked", &[HTTP, PAGES, "schema::"]),
    ("trail", "offered", &[HTTP, PAGES, "schema::"]),
    ("trail", "judged", &[HTTP, PAGES, "schema::"]),
    ("trail", "decided", &[HTTP, PAGES, "schema::"]),
    ("trail", "signed", &[HTTP, PAGES, "schema::"]),
    // Scores side by side, found and laid out.
    ("evaluation", "view", &[HTTP, PAGES]),
];

struct Source {
    /// Below `src`, such as `bids/acts.rs`.
    name: String,
    text: String,
}

impl Source {
    /// The module of `lib.rs` that the file belongs to.
    fn module(&self) -> &str {
        self.name.split('/').next().unwrap().trim_end_matches(".rs")
    }

    fn room(&self) -> &str {
        self.name.rsplit('/').next().unwrap().trim_end_matches(".rs")
    }

    /// Handlers and pages live upstairs: they may look into any slice, but
    /// only the signposts may look in on handlers.
    fn is_upstairs(&self) -> bool {
        matches!(self.room(), "handlers" | "pages")
    }

    /// Its lines of code, numbered, without comments and tests.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let tests = self.text.find("#[cfg(test)]\nmod tests");
        let end = tests.map_or(usize::MAX, |at| self.text[..at].lines().count());
        (1..)
            .zip(self.text.lines())
            .take(end)
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|fault| panic!("{path}: {fault}"))
}

/// Every file under a folder of the repository with one of the extensions.
fn files(folder: &str, extensions: &[&str]) -> Vec<Source> {
    fn walk(dir: &Path, into: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("node_modules") {
                walk(&path, into);
            } else {
                into.push(path);
            }
        }
    }
    let mut paths = Vec::new();
    let folder = root().join(folder);
    walk(&folder, &mut paths);
    paths.sort();
    let wanted = |path: &PathBuf| {
        path.extension().is_some_and(|it| extensions.iter().any(|wanted| it == *wanted))
    };
    let source = |path: PathBuf| Source {
        name: path.strip_prefix(&folder).unwrap().to_str().unwrap().to_owned(),
        text: fs::read_to_string(&path).unwrap(),
    };
    paths.into_iter().filter(wanted).map(source).collect()
}

fn source() -> Vec<Source> {
    files("src", &["rs"])
}

/// The modules, in the order of `lib.rs`.
fn reading_order() -> Vec<String> {
    let declared = Regex::new(r"(?m)^pub mod (\w+);").unwrap();
    declared.captures_iter(&read("src/lib.rs")).map(|it| it[1].to_owned()).collect()
}

fn rank(order: &[String], module: &str) -> Option<usize> {
    order.iter().position(|it| it == module)
}

/// The slices: from the first of the street to the last before the roof.
fn street(order: &[String]) -> std::ops::Range<usize> {
    rank(order, "accounts").unwrap()..rank(order, "routes").unwrap()
}

fn none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn modules_use_only_those_above_them() {
    let order = reading_order();
    let street = street(&order);
    let used = Regex::new(r"\bcrate::(\w+)((?:::\w+)*)").unwrap();
    let mut faults = Vec::new();
    for file in source().iter().filter(|it| !matches!(it.name.as_str(), "lib.rs" | "main.rs")) {
        let Some(here) = rank(&order, file.module()) else {
            faults.push(format!("{} is not declared as `pub mod` in lib.rs", file.name));
            continue;
        };
        for (number, line) in file.code() {
            let said = |what: &str| format!("src/{}:{number} {what}", file.name);
            // These would slip past the pattern below.
            for evasion in ["crate::{", "super::super::"] {
                if line.contains(evasion) {
                    faults.push(said(&format!("says `{evasion}`")));
                }
            }
            for found in
                line.contains("crate::").then(|| used.captures_iter(line)).into_iter().flatten()
            {
                let Some(there) = rank(&order, &found[1]) else { continue };
                let above = there <= here;
                let looks_in = file.is_upstairs() && street.contains(&there);
                if !above && !looks_in {
                    faults.push(said(&format!("uses `{}`, which is not above it", &found[0])));
                }
                let indoors = found[2].contains("::handlers") || found[2].contains("::pages");
                let own = there == here && file.is_upstairs();
                if street.contains(&there) && indoors && !own && file.module() != "routes" {
                    faults.push(said(&format!("looks in on `{}`", &found[0])));
                }
            }
        }
    }
    none(&faults);
}

#[test]
fn every_file_says_what_it_is_for() {
    let tests = files("tests", &["rs"]);
    let silent = |it: &&Source| !it.text.starts_with("//! ");
    let faults: Vec<String> = source()
        .iter()
        .chain(&tests)
        .filter(silent)
        .map(|it| format!("{} does not begin with `//!`", it.name))
        .collect();
    none(&faults);
}

#[test]
fn every_file_in_a_slice_keeps_to_its_room() {
    let order = reading_order();
    let slices = &order[street(&order)];
    let mut faults = Vec::new();
    for file in source().iter().filter(|it| slices.contains(&it.module().to_owned())) {
        let own = OWN_ROOMS.iter().find(|it| (it.0, it.1) == (file.module(), file.room()));
        let room = ROOMS.iter().find(|it| it.0 == file.room());
        let Some(banned) = room.map(|it| it.1).or(own.map(|it| it.2)) else {
            faults.push(format!("src/{}: a slice has no such room", file.name));
            continue;
        };
        let downstairs = !file.is_upstairs() && !matches!(file.room(), "mod" | "session");
        let indoors: &[&str] = if downstairs { &["handlers::", "pages::"] } else { &[] };
        for (number, line) in file.code() {
            for word in banned.iter().chain(indoors).filter(|word| line.contains(**word)) {
                faults.push(format!("src/{}:{number} says `{word}`", file.name));
            }
        }
    }
    none(&faults);
}

/// The roles a handler can ask for, as `accounts::roles` declares them.
fn roles() -> Vec<String> {
    let declared =
        Regex::new(r"(?m)^pub struct (\w+)|^    (\w+) \{.*\}\);|^    (\w+): \w+ with").unwrap();
    let text = read("src/accounts/roles.rs");
    let name =
        |it: regex::Captures<'_>| it.iter().skip(1).flatten().next().unwrap().as_str().to_owned();
    declared.captures_iter(&text).map(name).collect()
}

#[test]
fn every_route_says_who_may_use_it() {
    let routes = read("src/routes.rs");
    let (roles, roof) = (roles(), read("src/app.rs"));
    let route =
        Regex::new(r#"\.route\("([^"]+)", (get|post)\(\)\.to\(((?:\w+::)+)handlers::(\w+)\)\)"#)
            .unwrap();
    // One address to a line, then words; a handler may serve more than one.
    let heading = Regex::new(
        r"(?m)^((?:/// (?:GET|POST) \S+\n)+)(?:(?:///|#\[).*\n)*pub async fn (\w+)\(\s*\w+: (?:\w+::)*(\w+)[,)]",
    )
    .unwrap();
    // By slice, verb, address and handler: whom it asks for.
    let mut headed = std::collections::BTreeMap::new();
    for file in source().iter().filter(|it| it.room() == "handlers") {
        let slice = file.name.trim_end_matches("/handlers.rs").replace('/', "::");
        for found in heading.captures_iter(&file.text) {
            let [addresses, name, who] = found.extract().1;
            for line in addresses.lines() {
                let (verb, address) = line[4..].split_once(' ').unwrap();
                let served = (slice.clone(), verb.to_owned(), address.to_owned(), name.to_owned());
                headed.insert(served, who.to_owned());
            }
        }
    }
    let mut page = String::from(
        "# Who may use which address\n\n\
         Written from the code by `UPDATE_DOCS=1 cargo test --test tidy`, and compared by every test run.\n\
         A role is what the handler asks for first; who owns the thing is asked by its query, and the rest by\n\
         the slice's policy. `Anyone` means signed out too. Beside these stand `/healthz`, `/readyz` and\n\
         `/assets/{file}`, which say the same to everybody. A form marked “fresh” is taken only within ten\n\
         minutes of the sender having shown who they are.\n\n\
         | | address | who | proof | handler |\n| --- | --- | --- | --- | --- |\n",
    );
    let mut faults = Vec::new();
    let mut known = std::collections::BTreeSet::new();
    for found in route.captures_iter(&routes) {
        let (address, verb, name) =
            (found[1].to_owned(), found[2].to_uppercase(), found[4].to_owned());
        let slice = found[3].trim_end_matches("::").to_owned();
        let who = headed.get(&(slice.clone(), verb.clone(), address.clone(), name.clone()));
        match who.filter(|it| roles.contains(it)) {
            Some(who) => {
                let proof = if verb == "POST" && needs_proof(&address) { "fresh" } else { "" };
                page.push_str(&format!(
                    "| {verb} | `{address}` | {who} | {proof} | `{slice}::{name}` |\n"
                ))
            }
            None => faults.push(format!(
                "{slice}::handlers::{name} is not headed `/// {verb} {address}`, or its first argument is not a role"
            )),
        }
        if verb == "POST" && who.is_some_and(|it| it == "Reader") {
            faults.push(format!("POST {address} takes a Reader, who changes nothing"));
        }
        if !known.insert((verb.clone(), address.clone())) {
            faults.push(format!("{verb} {address} is put up twice"));
        }
    }
    none(&faults);
    assert_eq!(known.len(), routes.matches(".route(").count(), "a route is not on one plain line");
    assert_eq!(roof.matches(".route(").count(), 3, "addresses stand in routes.rs");
    same_as_written("docs/access.md", &page);
}

/// Compares a page with the code it is written from, or writes it anew.
fn same_as_written(path: &str, page: &str) {
    let file = root().join(path);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, page).unwrap();
    }
    let written = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        written == page,
        "{path} is not what the code says: run `UPDATE_DOCS=1 cargo test`, and look at the difference"
    );
}

/// Files of evaluations and awards that find a request without asking who may compare
/// its bids, and why they may.
const SHOW_NO_COMPARISON: [(&str, &str); 16] = [
    ("evaluation/compared/queries.rs", "asks"),
    ("evaluation/opening/handlers.rs", "no bid is open, or nothing of one is shown"),
    ("evaluation/opening/acts.rs", "nothing is open"),
    ("evaluation/handlers.rs", "how far people are, and the viewer’s own desk"),
    ("evaluation/desk.rs", "asks the panel whose desk it is"),
    ("evaluation/acts.rs", "asks the panel whose desk it is"),
    ("evaluation/moderation/view.rs", "asks the panel who compares scores"),
    ("evaluation/moderation/handlers.rs", "looks for a lock, then asks `view`"),
    ("evaluation/moderation/acts.rs", "asks the panel who moderates"),
    ("evaluation/scores/view.rs", "asks the panel who looks back"),
    ("evaluation/panel/handlers.rs", "who is on the panel, and how far"),
    ("evaluation/panel/acts.rs", "who is on the panel"),
    ("evaluation/due/handlers.rs", "a day"),
    ("evaluation/due/acts.rs", "a day"),
    ("evaluation/conflicts/handlers.rs", "what one declares oneself"),
    ("evaluation/conflicts/acts.rs", "what one declares oneself"),
];

#[test]
fn what_compares_bids_is_found_only_by_those_who_may_compare_them() {
    let finds = Regex::new(r"\brequests::queries::(readable|own|lock_own)\(").unwrap();
    let mut faults = Vec::new();
    let mut used = Vec::new();
    let judges = |it: &&Source| matches!(it.module(), "evaluation" | "awards");
    for file in source().iter().filter(judges) {
        for (number, _) in file.code().filter(|(_, line)| finds.is_match(line)) {
            match SHOW_NO_COMPARISON.iter().find(|it| it.0 == file.name) {
                Some(listed) => used.push(listed.0),
                None => faults.push(format!(
                    "src/{}:{number} finds a request by itself: ask `compared::queries`",
                    file.name
                )),
            }
        }
    }
    let idle = SHOW_NO_COMPARISON.iter().filter(|it| !used.contains(&it.0));
    faults.extend(idle.map(|it| format!("{} is listed, and finds nothing by itself", it.0)));
    none(&faults);
}

#[test]
fn templates_hold_no_style_or_script_of_their_own() {
    let inline =
        Regex::new(r#"(?i)<style|\sstyle\s*=|<script(?:\s+[^>]*)?>\s*[^<\s]|\son[a-z]+\s*=\s*["']|javascript:"#)
            .unwrap();
    let mut faults = Vec::new();
    for file in files("templates", &["html"]) {
        for found in inline.find_iter(&file.text) {
            let line = file.text[..found.start()].lines().count().max(1);
            faults.push(format!("templates/{}:{line} has `{}`", file.name, found.as_str().trim()));
        }
    }
    none(&faults);
}

#[test]
fn exceptions_give_their_reason_and_nothing_is_left_for_later() {
    let words = Regex::new(r"#!?\[allow\(|\bTODO\b|\bFIXME\b|(?i)lorem ipsum").unwrap();
    let mut faults = Vec::new();
    for (folder, found) in [("src", source()), ("templates", files("templates", &["html"]))] {
        for file in found {
            let named = words.find_iter(&file.text).map(|it| it.as_str());
            faults.extend(named.map(|word| format!("{folder}/{} says `{word}`", file.name)));
        }
    }
    none(&faults);
}

#[test]
fn no_test_waits_by_the_clock() {
    let naps = Regex::new(r"\bsleep\(|setTimeout\(").unwrap();
    let mut faults = Vec::new();
    for file in files("tests", &["rs", "mjs"]).iter().filter(|it| it.name != "tidy.rs") {
        let named = naps.find_iter(&file.text).map(|it| it.as_str());
        faults.extend(named.map(|word| format!("tests/{} says `{word}`", file.name)));
    }
    none(&faults);
}

#[test]
fn every_file_of_tests_is_run() {
    let main = read("tests/it/main.rs");
    let mut faults = Vec::new();
    for file in files("tests/it", &["rs"]).iter().filter(|it| it.name != "main.rs") {
        let module = file.module();
        if !main.lines().any(|line| line == format!("mod {module};")) {
            faults.push(format!("tests/it/main.rs does not say `mod {module};`"));
        }
    }
    none(&faults);
}

/// A macro's own names, which hide those of the page where its arguments are
/// read one after another, and in what the page puts inside its call.
fn macros() -> Vec<(String, Vec<String>)> {
    let defined = Regex::new(r"\{%-? *macro (\w+)\(([^)]*)\)").unwrap();
    let parts =
        ["templates/parts/form.html", "templates/parts/page.html", "templates/parts/history.html"];
    let text: String = parts.iter().map(|it| read(it)).collect();
    let names = |all: &str| {
        all.split(',')
            .filter_map(|it| Some(it.split(':').next()?.trim().to_owned()))
            .filter(|it| !it.is_empty())
            .collect()
    };
    defined.captures_iter(&text).map(|it| (it[1].to_owned(), names(&it[2]))).collect()
}

#[test]
fn no_page_hands_a_macro_a_name_that_the_macro_hides() {
    let macros = macros();
    assert!(macros.len() > 20, "the macros are read");
    let call = Regex::new(r"\{%-? *(?:call (?:\w+::)?(\w+)\(|(endcall))").unwrap();
    let word = Regex::new(r#""[^"]*"|(?:self\.|&self\.)?\b([a-z_]+)\b(\s*=[^=])?"#).unwrap();
    let mut faults = Vec::new();
    for file in files("templates", &["html"]) {
        // The macros whose calls we are inside of, with their names.
        let mut inside: Vec<&[String]> = Vec::new();
        for (number, line) in file.text.lines().enumerate() {
            let mut told = |name: &str, why: &str| {
                faults.push(format!("{}:{}: `{name}` {why}", file.name, number + 1));
            };
            for found in call.captures_iter(line) {
                if found.get(2).is_some() {
                    inside.pop();
                    continue;
                }
                let Some((_, own)) = macros.iter().find(|it| it.0 == found[1]) else {
                    inside.push(&[]);
                    continue;
                };
                let from = found.get(0).unwrap().end();
                let given = line[from..].split("%}").next().unwrap();
                let mut argument = 0;
                let mut depth = 0;
                let mut last = 0;
                for used in word.captures_iter(given) {
                    for letter in given[last..used.get(0).unwrap().start()].chars() {
                        match letter {
                            '(' | '[' => depth += 1,
                            ')' | ']' => depth -= 1,
                            ',' if depth == 0 => argument += 1,
                            _ => {}
                        }
                    }
                    last = used.get(0).unwrap().end();
                    let Some(name) = used.get(1) else { continue };
                    let owned = name.start() > 0 && given.as_bytes()[name.start() - 1] == b'.';
                    if used.get(2).is_some() {
                        // By name, it is read where the macro has it.
                        argument = own.iter().position(|it| it == name.as_str()).unwrap_or(0);
                        continue;
                    }
                    // What was typed wrong is the same everywhere on a page.
                    if owned || name.as_str() == "mistakes" {
                        continue;
                    }
                    if own.iter().take(argument).any(|it| it == name.as_str()) {
                        told(name.as_str(), "is the macro’s own by then");
                    }
                    if inside.iter().any(|it| it.iter().any(|it| it == name.as_str())) {
                        told(name.as_str(), "is the name of a macro around it");
                    }
                }
                inside.push(own);
            }
        }
    }
    none(&faults);
}
