//! Text on its way into markup: escaped, then marked where it was found.

/// What the database puts before a word that was found: no text of ours has
/// such a character in it.
pub const OPEN: char = '\u{1}';

/// What it puts after.
pub const SHUT: char = '\u{2}';

/// Text that markup, HTML or XML, shows as it is. Characters that XML cannot
/// hold are left out.
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\n' | '\t' => safe.push(letter),
            '\u{FFFE}' | '\u{FFFF}' => {}
            it if it.is_control() => {}
            it => safe.push(it),
        }
    }
    safe
}

/// Text with what was found in it between `<mark>` and `</mark>`: escaped
/// first, so that nothing in it is markup but the marks.
pub fn marked(found: &str) -> String {
    let mut safe = String::with_capacity(found.len());
    let mut pieces = found.split(OPEN);
    safe.push_str(&escaped(pieces.next().unwrap_or_default()));
    for piece in pieces {
        let (hit, rest) = piece.split_once(SHUT).unwrap_or((piece, ""));
        safe.push_str(&format!("<mark>{}</mark>{}", escaped(hit), escaped(rest)));
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::{escaped, marked};

    #[test]
    fn nothing_in_a_text_is_markup_but_the_marks() {
        for (found, shown) in [
            ("plain", "plain"),
            ("a \u{1}phone\u{2} call", "a <mark>phone</mark> call"),
            ("\u{1}<b>\u{2} & 'x'", "<mark>&lt;b&gt;</mark> &amp; &#39;x&#39;"),
            ("\u{1}a\u{2}\u{1}b\u{2}", "<mark>a</mark><mark>b</mark>"),
            ("left \u{1}open", "left <mark>open</mark>"),
            ("shut\u{2} only", "shut only"),
            ("<mark>not ours</mark>", "&lt;mark&gt;not ours&lt;/mark&gt;"),
        ] {
            assert_eq!(marked(found), shown);
        }
    }

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        assert_eq!(escaped("a\u{0}\u{8}b\u{FFFF}\n\"🐎\""), "ab\n&quot;🐎&quot;");
    }
}
