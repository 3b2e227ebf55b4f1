//! What a checkpoint says (c2sp.org/tlog-checkpoint): whose trail, how many
//! entries it had, and the root over them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::merkle::Hash;
use super::note::{self, Fault, Trusted};

/// The end of a trail at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Whose trail it is.
    pub origin: String,
    /// How many entries there were.
    pub size: u64,
    /// The root over all of them.
    pub root: Hash,
}

impl Head {
    /// As it is signed.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, STANDARD.encode(self.root))
    }

    fn read(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let (origin, size, root) = (lines.next()?, lines.next()?, lines.next()?);
        let read = Self {
            origin: origin.to_owned(),
            size: size.parse().ok()?,
            root: STANDARD.decode(root).ok()?.try_into().ok()?,
        };
        // Written another way it would be another text for the same thing. We add no lines of our own.
        (!origin.is_empty() && read.text() == text).then_some(read)
    }
}

/// What a checkpoint says that somebody trusted signed.
pub fn open(signed: &str, trusted: &[Trusted]) -> Result<Head, Fault> {
    let (text, name) = note::open(signed, trusted)?;
    let head = Head::read(text).ok_or(Fault::NoNote)?;
    if head.origin == name { Ok(head) } else { Err(Fault::Unsigned) }
}

/// What a note says that nobody has looked at the signature of.
pub fn unproved(signed: &str) -> Option<Head> {
    Head::read(signed.get(..=signed.rfind("\n\n")?)?)
}

#[cfg(test)]
mod tests {
    use super::{Head, unproved};

    #[test]
    fn a_checkpoint_reads_back_and_has_one_way_to_be_written() {
        let head = Head { origin: "muster.test/transparency".into(), size: 57, root: [3; 32] };
        assert_eq!(Head::read(&head.text()), Some(head.clone()));
        let line = "AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM=";
        for text in [
            "",
            "muster.test\n",
            &format!("muster.test\n057\n{line}\n"),
            &format!("muster.test\n+57\n{line}\n"),
            &format!("muster.test\n57\n{line}"),
            &format!("muster.test\n57\n{line}\nmore\n"),
            "muster.test\n57\nAwM=\n",
            &format!("\n57\n{line}\n"),
        ] {
            assert_eq!(Head::read(text), None, "{text:?}");
        }
        let signed = format!("{}\n— a signature\n", head.text());
        assert_eq!(unproved(&signed), Some(head));
    }
}
