//! The few ways a request can fail. `web::dress` gives each its page.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};

/// Why a request was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such page, or none that this person may know of.
    #[error("Page not found")]
    NotFound,
    /// Nobody is signed in.
    #[error("Sign in to continue")]
    SignInFirst,
    /// This person's roles do not allow it; the message says which would.
    #[error("{0}")]
    NotYours(String),
    /// The rules say no; the message is written for the person asking.
    #[error("{0}")]
    Refused(String),
    /// The rules say no to what was sent as it stands, and it can be sent
    /// anew: its form is shown again with this.
    #[error("{0}")]
    Again(String),
    /// The rules say no until something else is done; it is done at an address.
    #[error("{said}")]
    First {
        /// Why, written for the person asking.
        said: String,
        /// Where that is done.
        href: String,
        /// What is done there.
        label: &'static str,
    },
    /// The form did not come from our own page, or came from an ended session.
    #[error(
        "We could not check that this came from our own page. Go back, reload the page and try again. What you typed should still be there."
    )]
    Forged,
    /// A form's key came back with other contents.
    #[error(
        "This form was already sent with other contents. Reload the page to see what was saved, then try again."
    )]
    Reused,
    /// What came cannot be read as a form.
    #[error("We could not read what was sent. Go back and try again.")]
    Unreadable,
    /// More was sent than a form may weigh.
    #[error(
        "A form can hold about a million characters, and this was more. Go back, shorten the longest answers and send it again."
    )]
    TooHeavy,
    /// A file, or files, far larger than any may be.
    #[error(
        "A file can be 25 MB at most, and this was far more. Go back, choose a smaller file and send it again. What you typed should still be there."
    )]
    TooLarge,
    /// Tried too often; try again after so many seconds.
    #[error("Too many tries. Wait {}, then try again.", lasting(*.0))]
    TooMany(i64),
    /// The same thing, sent again: it was done the first time, and is here.
    #[error("This was already done")]
    AlreadyDone(String),
    /// The database does not answer.
    #[error(
        "Muster cannot reach its records at the moment. Nothing you sent was saved: keep this page open and try again in a minute."
    )]
    Unavailable(anyhow::Error),
    /// A bug or an outage; the cause is logged, never shown.
    #[error(
        "Sorry, there is a problem with the service. Nothing was changed: go back, and what you typed should still be there."
    )]
    Unexpected(#[from] anyhow::Error),
}

/// What handlers, acts and queries return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<diesel::result::Error> for Error {
    fn from(error: diesel::result::Error) -> Self {
        use diesel::result::Error as Diesel;
        match error {
            Diesel::NotFound => Self::NotFound,
            error if is_outage(&error) => Self::Unavailable(error.into()),
            other => Self::Unexpected(other.into()),
        }
    }
}

/// Whether the database is away or too busy, as opposed to a fault of ours.
/// Diesel has no kind for a server that is going down or out of time, so
/// those are known by what the server says.
fn is_outage(error: &diesel::result::Error) -> bool {
    use diesel::result::DatabaseErrorKind::{ClosedConnection, UnableToSendCommand, Unknown};
    use diesel::result::Error::{BrokenTransactionManager, DatabaseError};
    match error {
        DatabaseError(ClosedConnection | UnableToSendCommand, _) | BrokenTransactionManager => true,
        DatabaseError(Unknown, said) => {
            ["terminating connection", "the database system is", "canceling statement due to"]
                .iter()
                .any(|beginning| said.message().starts_with(beginning))
        }
        _ => false,
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::SignInFirst => StatusCode::UNAUTHORIZED,
            Self::NotYours(_) | Self::Forged => StatusCode::FORBIDDEN,
            Self::Refused(_) | Self::Again(_) | Self::First { .. } => StatusCode::CONFLICT,
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::TooHeavy | Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Reused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::AlreadyDone(_) => StatusCode::SEE_OTHER,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Unexpected(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        match self {
            Self::AlreadyDone(location) => {
                response.insert_header(("location", location.as_str()));
            }
            Self::TooMany(seconds) => {
                response.insert_header(("retry-after", seconds.to_string()));
            }
            Self::Unavailable(_) => {
                response.insert_header(("retry-after", "30"));
            }
            _ => {}
        }
        response.content_type("text/plain; charset=utf-8").body(self.to_string())
    }
}
/// So many seconds, as people wait them.
fn lasting(seconds: i64) -> String {
    match (seconds + 59) / 60 {
        _ if seconds < 60 => "less than a minute".to_owned(),
        1 => "1 minute".to_owned(),
        minutes => format!("{minutes} minutes"),
    }
}
