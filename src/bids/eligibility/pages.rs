//! What a provider sees of the gates.

use askama::Template;

use super::model::{Before, Gate};
use super::policy;
use crate::bids::pages::{Closing, opportunity};
use crate::requests::model::Request;
use crate::web::page::Frame;

/// Every gate, met or not.
#[derive(Template)]
#[template(path = "bids/eligibility.html")]
pub struct EligibilityPage<'a> {
    /// What surrounds it.
    pub frame: Frame,
    /// The request.
    pub request: &'a Request,
    /// Its deadline.
    pub closing: Closing,
    /// Every gate.
    pub gates: &'a [Gate],
    /// The company's bid, if it has begun one.
    pub own: String,
}

impl EligibilityPage<'_> {
    fn opportunity(&self) -> String {
        opportunity(self.request)
    }

    fn start(&self) -> String {
        format!("{}/bid", opportunity(self.request))
    }

    fn before(&self, what: Before) -> Vec<&Gate> {
        self.gates.iter().filter(|it| it.before == what).collect()
    }

    fn may_start(&self) -> bool {
        policy::may_start(self.gates)
    }

    fn shut(&self) -> String {
        match self.before(Before::Starting).iter().filter(|it| !it.met).count() {
            1 => "Not at the moment. One thing keeps you from starting a bid: it is marked “Not met” below.".to_owned(),
            n => format!(
                "Not at the moment. {n} things keep you from starting a bid: they are marked “Not met” below."
            ),
        }
    }

    fn unmet(&self) -> usize {
        self.gates.iter().filter(|it| !it.met).count()
    }
}
