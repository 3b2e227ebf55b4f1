//! What narrows a list that is short enough to be read whole: words, and one
//! choice. Nothing here is a mistake: what cannot be read narrows nothing.

use serde::{Deserialize, Serialize};

/// The filter as it stands in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Narrow {
    /// Part of what is looked for.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub q: String,
    /// The word of a choice, such as where things stand.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub state: String,
}

impl Narrow {
    /// Whether any of some texts has what is looked for.
    pub fn finds(&self, texts: &[&str]) -> bool {
        let words = self.q.trim().to_lowercase();
        words.is_empty() || texts.iter().any(|it| it.to_lowercase().contains(&words))
    }

    /// Whether the list is narrowed, by words or by a choice that there is.
    pub fn narrows<T>(&self, chosen: Option<T>) -> bool {
        !self.q.trim().is_empty() || chosen.is_some()
    }

    /// The filter as an address has it, after the `?`.
    pub fn kept(&self) -> String {
        serde_urlencoded::to_string(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Narrow;

    #[test]
    fn words_are_found_whatever_their_letters_and_nothing_narrows_nothing() {
        let narrow = |q: &str| Narrow { q: q.to_owned(), ..Narrow::default() };
        for (q, found) in
            [("", true), ("  ", true), ("KESTREL", true), (" cyber ltd ", true), ("50%", false)]
        {
            assert_eq!(narrow(q).finds(&["Kestrel Cyber Ltd", "kestrel"]), found, "{q:?}");
        }
        assert!(!narrow(" ").narrows(None::<()>));
        assert!(narrow("a").narrows(None::<()>) && narrow("").narrows(Some(())));
    }

    #[test]
    fn an_address_keeps_what_was_asked() {
        let both = Narrow { q: "a & b".to_owned(), state: "waiting".to_owned() };
        assert_eq!(both.kept(), "q=a+%26+b&state=waiting");
        assert_eq!(Narrow::default().kept(), "");
    }
}
