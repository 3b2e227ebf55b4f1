//! Open, of the other force: help within hours.

use super::{Ask, Brief, EASTMOOR, SOCIAL_VALUE, Seat};
use crate::requests::model::{Classification, Ir35, NeededBy, Remote};

/// A need of Eastmoor's own.
pub const RETAINER: Brief = Brief {
    desk: &EASTMOOR,
    title: "Incident response on call for businesses under attack",
    lot: "incident_response",
    specialisms: &["incident_response", "secure_operations"],
    summary: "Responders on call for a year who join our cyber unit when a business or public body in Eastmoor is attacked: contain the attack, keep the evidence and help the victim to work again.",
    why: "We attended 31 ransomware attacks last year. In half of them the evidence was gone before anyone with the right skills arrived.",
    problem: "Our unit of four cannot be on call at all hours. Victims rebuild their systems at once, and with them destroy what would have led us to the attacker.",
    outcomes: "A responder on the telephone within 30 minutes and on site within four hours.\nEvidence secured to a standard our unit can use.\nA plain plan for the victim within two days.",
    team: "You will work under the direction of the detective sergeant in charge of the scene.",
    region: "eastern",
    remote: Remote::OnSite,
    site: "Anywhere in the county of Eastmoor",
    working: "On call at all hours. Days are drawn down as they are used.",
    deliveries: &[],
    seats: &[
        Seat {
            title: "Incident lead",
            sfia: 6,
            people: 1,
            days: 20,
            nppv: Some("NPPV3"),
            nsv: "SC",
            by: NeededBy::Start,
        },
        Seat {
            title: "Responder",
            sfia: 4,
            people: 2,
            days: 25,
            nppv: Some("NPPV2F"),
            nsv: "CTC",
            by: NeededBy::Start,
        },
    ],
    essential: &[
        "Responders who can be anywhere in the county within four hours",
        "Experience of securing evidence during a live attack",
    ],
    nice: &["Experience of working under the direction of a police officer at a scene"],
    certifications: "",
    questions: &[
        Ask {
            criterion: "technical_merit",
            weight: 30,
            question: "What do you do in the first hour at a victim whose servers are being encrypted as you arrive?",
            guidance: "We look for the order in which you act, and what you would not do.",
            minimum: 2,
        },
        Ask {
            criterion: "mobilisation",
            weight: 20,
            question: "Show your rota for a week in August, and what happens when two victims call at once.",
            guidance: "Names or posts, travel times, and who decides.",
            minimum: 0,
        },
        SOCIAL_VALUE,
    ],
    price: 40,
    budget: (65_000, true),
    ir35: Ir35::ContractedOutService,
    classification: Classification::Official,
    months: (12, 12),
    starts_after: 30,
    standstill: 0,
    conflicts: "None declared.",
    source: "",
    closes: (-7, -15),
};
