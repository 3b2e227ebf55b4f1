//! What people call their files and which they choose, and what we make of it.

use super::model::Checked;
use super::policy::Refusal;
use crate::web::form::Mistakes;

/// The longest name that is kept, in characters.
const LONGEST: usize = 120;

/// A name fit to be kept and shown: without folders, control characters and
/// marks that turn text round, and not too long. Its ending survives.
pub fn name(called: &str) -> String {
    let last = called.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last
        .chars()
        .map(|it| if it.is_whitespace() { ' ' } else { it })
        .filter(|it| !it.is_control() && !turns(*it))
        .collect();
    let words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let (stem, ending) = match words.rsplit_once('.') {
        Some((stem, ending)) if ending.chars().count() <= 10 => {
            (stem, format!(".{}", ending.trim()))
        }
        _ => (words.as_str(), String::new()),
    };
    let stem = stem.trim_start_matches(['.', ' ']).trim_end();
    let stem = if stem.is_empty() { "file" } else { stem };
    let room = LONGEST - ending.chars().count();
    let kept: String = stem.chars().take(room).collect();
    format!("{}{ending}", kept.trim_end())
}

/// A form and the file that was chosen in it, if both can be taken. Browsers do
/// not keep a file for a form that comes back, so a good one is asked for again.
pub fn with_file<T>(
    field: &str,
    parsed: Result<T, Mistakes>,
    chosen: Result<Option<Checked>, Refusal>,
) -> Result<(T, Option<Checked>), Mistakes> {
    let mut mistakes = Mistakes::default();
    let chosen = mistakes.keep(field, chosen);
    if parsed.is_err() && chosen.as_ref().is_some_and(Option::is_some) {
        mistakes.add(
            field,
            "Choose the file again: your browser does not keep it while you correct the rest",
        );
    }
    mistakes.with(parsed).map(|value| (value, chosen.flatten()))
}

/// Marks that change the order in which letters are read: with them,
/// `fdp.exe` can be made to look like `exe.pdf`.
fn turns(it: char) -> bool {
    matches!(it, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn a_name_keeps_its_words_and_loses_everything_else() {
        for (called, kept) in [
            ("Certificate 2026.pdf", "Certificate 2026.pdf"),
            ("../../etc/passwd.txt", "passwd.txt"),
            ("..\\..\\boot.csv", "boot.csv"),
            ("C:\\Users\\zoe\\paper.docx", "paper.docx"),
            ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie: x=1.pdf"),
            ("a\u{0}b\u{7f}.txt", "ab.txt"),
            ("report\u{202E}fdp.exe", "reportfdp.exe"),
            (".pdf", "file.pdf"),
            ("...", "file."),
            ("", "file"),
            ("..", "file."),
            ("  spaced   out .pdf ", "spaced out.pdf"),
            ("Zoë’s “paper” 🕵️ عمر.pdf", "Zoë’s “paper” 🕵️ عمر.pdf"),
            ("no ending", "no ending"),
        ] {
            assert_eq!(name(called), kept, "{called:?}");
        }
    }

    #[test]
    fn a_name_that_is_too_long_keeps_its_ending() {
        let kept = name(&format!("{}.pdf", "é".repeat(500)));
        assert_eq!(kept.chars().count(), 120);
        assert!(kept.ends_with("é.pdf"), "{kept}");
        assert_eq!(name(&format!("a.{}", "b".repeat(500))).chars().count(), 120);
    }
}
