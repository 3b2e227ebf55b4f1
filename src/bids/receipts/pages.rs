//! What a company sees of the receipt of a bid that it took back.

use askama::Template;

use crate::bids::model::OwnBid;
use crate::bids::pages::Closing;
use crate::requests::model::Request;
use crate::web::page::Frame;

/// The receipt of a bid that was withdrawn since.
#[derive(Template)]
#[template(path = "bids/withdrawn.html")]
pub struct WithdrawnPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The bid, which is a draft again.
    pub bid: &'a OwnBid,
    /// The request it answered.
    pub request: &'a Request,
    /// Its deadline.
    pub closing: Closing,
    /// That it was withdrawn, and when.
    pub said: String,
    /// The receipt as it was signed.
    pub signed: String,
    /// The key that its signature is checked with.
    pub public_key: String,
    /// Whether the deadline is still ahead.
    pub open: bool,
}
