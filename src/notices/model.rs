//! What a notice is.

use diesel::prelude::*;

use crate::types::ids::NoticeId;
use crate::types::time::Moment;
use crate::types::uk_time;

/// Something a person was told, as that person sees it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = crate::schema::notices, check_for_backend(diesel::pg::Pg))]
pub struct OwnNotice {
    /// Its id.
    pub id: NoticeId,
    /// When it was told.
    pub at: Moment,
    /// What it says.
    pub text: String,
    /// Where it leads: a path in the service.
    pub link: String,
    /// When the person said they had read it.
    pub read_at: Option<Moment>,
}

impl OwnNotice {
    /// When it was told, in UK time.
    pub fn when(&self) -> String {
        uk_time::short(self.at)
    }

    /// Whether it is still to be read.
    pub fn is_unread(&self) -> bool {
        self.read_at.is_none()
    }
}
