//! Gathers what people's browsers need: GOV.UK Frontend from npm, and our own files from `static/`; and, from npm too,
//! the passwords that are too common to be chosen, and the letters that PDFs are written in.
//!
//! Each file gets an address with a hash of its content in it, so that browsers may keep it for ever. The table of
//! them is written to `OUT_DIR/assets.rs`, which `src/web/assets.rs` includes.
//!
//! GOV.UK Frontend's typeface and crest may only be used on GOV.UK, so they are taken out here. When a new version
//! changes shape so that they cannot be found, the build stops rather than let them through.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use sha2::{Digest, Sha256};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Changes to any of these build the crate again: the last two are read by macros that cargo does not watch.
const INPUTS: [&str; 6] = [
    "build.rs",
    "assets/package.json",
    "assets/package-lock.json",
    "static",
    "migrations",
    "templates",
];

/// In place of GOV.UK's typeface: ours, as `muster.css` names it.
const TYPEFACE: &str = "var(--muster-typeface,arial,sans-serif)";

/// The letters of PDFs, as `src/web/pdf/faces.rs` includes them.
const FONTS: [&str; 2] = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"];

/// What is copied for npm to work in.
const NPM_FILES: [&str; 3] = ["package.json", "package-lock.json", ".npmrc"];

const WITHOUT_NPM: &str =
    "Build once with npm and a network, or set ASSETS_DIR to a node_modules folder";

/// A file for the browser.
struct Asset {
    name: String,
    content: Vec<u8>,
}

fn main() -> Result<()> {
    for input in INPUTS {
        println!("cargo:rerun-if-changed={input}");
    }
    println!("cargo:rerun-if-env-changed=ASSETS_DIR");

    let out =
        PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo says where to write, and did not")?);
    let modules = match env::var_os("ASSETS_DIR") {
        Some(given) => PathBuf::from(given),
        None => fetch(&out)?,
    };
    let mut assets = govuk(&modules.join("govuk-frontend/dist/govuk"))?;
    assets.extend(ours(Path::new("static"))?);
    fs::write(out.join("assets.rs"), table(&assets, &out)?)?;
    let common = common_passwords(&modules.join("@zxcvbn-ts/language-common/src/passwords.json"))?;
    fs::write(out.join("common_passwords.txt"), common)?;
    for font in FONTS {
        let from = modules.join("dejavu-fonts-ttf/ttf").join(font);
        let bytes = fs::read(&from).map_err(|cause| format!("{}: {cause}", from.display()))?;
        fs::write(out.join(font), bytes)?;
    }
    Ok(())
}

/// Lets npm fetch exactly what the lock file names, unless it already has.
fn fetch(out: &Path) -> Result<PathBuf> {
    let folder = out.join("npm");
    let stamp = folder.join("fetched");
    let wanted = hex(&fs::read("assets/package-lock.json")?);
    if fs::read_to_string(&stamp).is_ok_and(|fetched| fetched == wanted) {
        return Ok(folder.join("node_modules"));
    }
    fs::create_dir_all(&folder)?;
    for file in NPM_FILES {
        fs::copy(Path::new("assets").join(file), folder.join(file))?;
    }
    let ended = Command::new("npm")
        .args(["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"])
        .args(["--prefer-offline", "--loglevel=error"])
        .current_dir(&folder)
        .status()
        .map_err(|cause| format!("npm could not be run: {cause}. {WITHOUT_NPM}"))?;
    if !ended.success() {
        return Err(format!("npm could not fetch what the build needs. {WITHOUT_NPM}").into());
    }
    fs::write(stamp, wanted)?;
    Ok(folder.join("node_modules"))
}

/// The passwords that the package lists, one to a line.
fn common_passwords(list: &Path) -> Result<String> {
    let passwords: Vec<String> = serde_json::from_str(&read(list)?)?;
    let lines: Vec<String> = passwords.iter().map(|it| it.to_lowercase()).collect();
    if lines.len() < 10_000 || lines.iter().any(|it| it.contains('\n')) {
        return Err("the list of common passwords has changed shape".into());
    }
    Ok(lines.join("\n"))
}

/// GOV.UK Frontend's stylesheet and script.
fn govuk(folder: &Path) -> Result<Vec<Asset>> {
    let style = read(&folder.join("govuk-frontend.min.css"))?;
    let script = read(&folder.join("govuk-frontend.min.js"))?;
    let script = without_source_map(&script);
    Ok(vec![
        Asset { name: "govuk.css".into(), content: unbranded(&style)?.into_bytes() },
        Asset { name: "govuk.js".into(), content: script.as_bytes().to_vec() },
    ])
}

/// The stylesheet without GOV.UK's own typeface and crest.
fn unbranded(style: &str) -> Result<String> {
    let style = without_source_map(style).replace("GDS Transport,arial,sans-serif", TYPEFACE);
    let style =
        without_rules(&style, "@font-face{").replace("url(/assets/images/govuk-crest.svg)", "none");
    for mark in ["font-family:GDS", "@font-face", "crest", "url("] {
        if style.contains(mark) {
            return Err(format!(
                "GOV.UK Frontend's stylesheet has changed shape: {mark} is left in it"
            )
            .into());
        }
    }
    Ok(style)
}

/// Drops every rule that starts with these characters.
fn without_rules(style: &str, start: &str) -> String {
    let mut pieces = style.split(start);
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |kept, piece| kept + piece.split_once('}').map_or("", |(_, rest)| rest))
}

/// Source maps are not served, so the last line that names one goes.
fn without_source_map(text: &str) -> &str {
    let end = text.rfind("//# sourceMappingURL").or_else(|| text.rfind("/*# sourceMappingURL"));
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// Our own files, in order of name.
fn ours(folder: &Path) -> Result<Vec<Asset>> {
    let mut assets = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .ok_or("a file in static/ has an odd name")?;
        assets.push(Asset { name: name.to_owned(), content: fs::read(&path)? });
    }
    assets.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(assets)
}

/// The Rust text of the table, with the files it includes written beside it.
fn table(assets: &[Asset], out: &Path) -> Result<String> {
    let mut rows = String::new();
    for asset in assets {
        let (stem, kind) = asset.name.rsplit_once('.').ok_or("a file in static/ has no ending")?;
        let content_type = content_type(kind)?;
        let path = format!("/assets/{stem}-{}.{kind}", hex(&asset.content));
        let file = out.join(&asset.name);
        fs::write(&file, &asset.content)?;
        rows += &format!(
            "    Asset {{ name: {:?}, path: {path:?}, content_type: {content_type:?}, content: include_bytes!({file:?}) }},\n",
            asset.name
        );
    }
    Ok(format!("static ASSETS: &[Asset] = &[\n{rows}];\n"))
}

fn content_type(kind: &str) -> Result<&'static str> {
    match kind {
        "css" => Ok("text/css; charset=utf-8"),
        "js" => Ok("text/javascript; charset=utf-8"),
        "svg" => Ok("image/svg+xml"),
        "png" => Ok("image/png"),
        other => {
            Err(format!("static/ has a .{other} file, and nobody said what type that is").into())
        }
    }
}

/// The first 16 hexadecimal digits of the content's hash.
fn hex(content: &[u8]) -> String {
    Sha256::digest(content).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|cause| format!("{}: {cause}", path.display()).into())
}
