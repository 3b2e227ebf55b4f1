//! Text that has been read and found fit to keep: trimmed, bounded, without
//! control characters.

diesel::define_sql_function! {
    /// In small letters.
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}

/// Bytes as people compare them: two figures or letters for each.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Bytes that [`hex`] wrote.
pub fn unhex(typed: &str) -> Option<Vec<u8>> {
    let pairs = typed.as_bytes().chunks(2).map(|pair| {
        let pair = std::str::from_utf8(pair).ok().filter(|it| it.len() == 2)?;
        let plain = pair.bytes().all(|it| it.is_ascii_hexdigit());
        u8::from_str_radix(pair, 16).ok().filter(|_| plain)
    });
    pairs.collect()
}

/// A name for addresses and forms, of at most `most` characters: with `-`
/// between them, `Kestrel Cyber Ltd` is `kestrel-cyber-ltd`. Where nothing of
/// the name can be kept, it is `or_else`.
pub fn slug(name: &str, between: &str, most: usize, or_else: &str) -> String {
    let plain = name.to_lowercase().replace(['\'', '’'], "");
    let words = plain.split(|it: char| !it.is_ascii_alphanumeric()).filter(|it| !it.is_empty());
    let joined: String = words.collect::<Vec<_>>().join(between).chars().take(most).collect();
    if joined.is_empty() { or_else.to_owned() } else { joined }
}

/// Whether a character turns the direction of those after it around, so that
/// a line reads otherwise than it is stored. Letters written from right to
/// left need none of them.
fn turns(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character takes no room and changes nothing around it.
fn is_nothing(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

/// Whether a person would see anything of it. Joiners count for nothing alone.
fn is_seen(text: &str) -> bool {
    text.chars().any(|c| !c.is_whitespace() && !matches!(c, '\u{200C}'..='\u{200F}' | '\u{61C}'))
}

/// Takes out what no person types on purpose: control characters other than
/// new lines and tabs, characters that are not seen, and the carriage returns
/// that browsers add.
pub fn clean(typed: &str) -> String {
    let kept = typed.replace("\r\n", "\n").replace('\r', "\n");
    let wanted = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
    kept.chars().filter(|c| wanted(c) && !turns(*c) && !is_nothing(*c)).collect()
}

/// How many words a person would count.
pub fn count_words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// One line that must be there, of at most `most` characters.
pub fn line(typed: &str, what: &str, most: usize) -> Result<String, String> {
    let text = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if !is_seen(&text) {
        return Err(format!("Enter {what}"));
    }
    within(text, what, most)
}

/// One line that may be left empty.
pub fn optional_line(typed: &str, what: &str, most: usize) -> Result<String, String> {
    if typed.trim().is_empty() { Ok(String::new()) } else { line(typed, what, most) }
}

/// A paragraph or more that must be there, of at most `most` characters.
pub fn prose(typed: &str, what: &str, most: usize) -> Result<String, String> {
    let text = typed.trim().to_owned();
    if !is_seen(&text) {
        return Err(format!("Enter {what}"));
    }
    within(text, what, most)
}

/// A paragraph or more that may be left empty.
pub fn optional_prose(typed: &str, what: &str, most: usize) -> Result<String, String> {
    if typed.trim().is_empty() { Ok(String::new()) } else { prose(typed, what, most) }
}

/// Text that must be there, of at most `most` words.
pub fn words(typed: &str, what: &str, most: usize) -> Result<String, String> {
    // No word of ours is longer than this; it bounds what one field can store.
    let text = prose(typed, what, most.saturating_mul(60))?;
    match count_words(&text) {
        n if n > most => {
            Err(format!("{} must be {most} words or fewer; this is {n}", capital(what)))
        }
        _ => Ok(text),
    }
}

fn within(text: String, what: &str, most: usize) -> Result<String, String> {
    match text.chars().count() {
        n if n > most => {
            Err(format!("{} must be {most} characters or fewer; this is {n}", capital(what)))
        }
        _ => Ok(text),
    }
}

fn capital(what: &str) -> String {
    let mut letters = what.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{clean, hex, line, prose, slug, words};

    #[test]
    fn bytes_read_as_sha256sum_prints_them() {
        assert_eq!(hex(&[0x00, 0x0f, 0xab]), "000fab");
    }

    #[test]
    fn a_name_in_addresses_is_plain() {
        for (name, between, made) in [
            ("Kestrel Cyber Ltd", "-", "kestrel-cyber-ltd"),
            ("Threat hunting & live response", "_", "threat_hunting_live_response"),
            ("Children’s safety", "_", "childrens_safety"),
            ("数字", "-", "item"),
        ] {
            assert_eq!(slug(name, between, 60, "item"), made);
        }
        assert_eq!(slug("one two", "-", 5, "item"), "one-t");
    }

    #[test]
    fn control_characters_go_and_names_survive() {
        assert_eq!(clean("a\u{0}b\u{7}\r\nc\td"), "ab\nc\td");
        assert_eq!(clean("Zoë O’Neill 🕵️ عمر"), "Zoë O’Neill 🕵️ عمر");
        assert_eq!(clean("exe\u{202E}fdp"), "exefdp");
        assert_eq!(clean("a\u{200B}b\u{FEFF}"), "ab");
    }

    #[test]
    fn too_little_and_too_much_are_said_plainly() {
        assert_eq!(line("  ", "a title", 100).unwrap_err(), "Enter a title");
        assert_eq!(line("\u{200D} \u{200F}", "a title", 100).unwrap_err(), "Enter a title");
        assert_eq!(
            prose(&"x".repeat(10_000), "the problem", 5_000).unwrap_err(),
            "The problem must be 5000 characters or fewer; this is 10000"
        );
        assert_eq!(
            words("one two three", "the summary", 2).unwrap_err(),
            "The summary must be 2 words or fewer; this is 3"
        );
        assert_eq!(line(" two \n words ", "a title", 100).unwrap(), "two words");
    }
}
