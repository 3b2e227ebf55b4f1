//! The kinds of file that are taken, and how each is known by its name.

text_enum! {
    /// A kind of file, by the ending of its name.
    pub enum Kind {
        /// A page description.
        Pdf = "pdf", "PDF";
        /// Text, OpenDocument.
        Odt = "odt", "ODT";
        /// Text, Word before 2007.
        Doc = "doc", "DOC";
        /// Text, Word.
        Docx = "docx", "DOCX";
        /// Tables, OpenDocument.
        Ods = "ods", "ODS";
        /// Tables, Excel before 2007.
        Xls = "xls", "XLS";
        /// Tables, Excel.
        Xlsx = "xlsx", "XLSX";
        /// A table as text.
        Csv = "csv", "CSV";
        /// Text.
        Txt = "txt", "TXT";
        /// A picture.
        Png = "png", "PNG";
        /// A photograph.
        Jpg = "jpg", "JPG";
    }
}

/// What a browser offers to choose from.
pub const ACCEPT: &str = ".pdf,.odt,.doc,.docx,.ods,.xls,.xlsx,.csv,.txt,.png,.jpg,.jpeg";

/// What a person is told they may choose.
pub const HINT: &str =
    "A PDF, ODT, DOC, DOCX, ODS, XLS, XLSX, CSV, TXT, PNG or JPG file of up to 25 MB";

impl Kind {
    /// The kind that a name claims.
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "jpeg" => Some(Self::Jpg),
            other => Self::parse(other),
        }
    }

    /// What it is called when it is sent.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Doc => "application/msword",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Xls => "application/vnd.ms-excel",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv",
            Self::Txt => "text/plain",
            Self::Png => "image/png",
            Self::Jpg => "image/jpeg",
        }
    }

    /// The kind with such a media type.
    pub fn of_media_type(media_type: &str) -> Option<Self> {
        Self::ALL.iter().find(|it| it.media_type() == media_type).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::{ACCEPT, HINT, Kind};

    #[test]
    fn a_kind_is_known_by_the_last_ending_of_a_name() {
        assert_eq!(Kind::of_name("Paper.PDF"), Some(Kind::Pdf));
        assert_eq!(Kind::of_name("photo.jpeg"), Some(Kind::Jpg));
        assert_eq!(Kind::of_name("paper.pdf.exe"), None);
        assert_eq!(Kind::of_name("drawing.svg"), None);
        assert_eq!(Kind::of_name("pdf"), None);
    }

    #[test]
    fn what_is_offered_and_what_is_said_are_what_is_taken() {
        for kind in Kind::ALL {
            assert!(ACCEPT.split(',').any(|it| it == format!(".{}", kind.word())), "{kind:?}");
            assert!(HINT.contains(kind.label()), "{kind:?}");
            assert_eq!(Kind::of_media_type(kind.media_type()), Some(*kind));
        }
    }
}
