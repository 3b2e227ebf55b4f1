//! Awarded, its standstill over: a contract waits to be drawn up and signed.

use super::{Ask, Brief, NORTHSHIRE, SOCIAL_VALUE, Seat};
use crate::requests::model::{Classification, Ir35, NeededBy, Remote};

/// A need of Northshire's own.
pub const OUTAGE: Brief = Brief {
    desk: &NORTHSHIRE,
    title: "Rehearsing the loss of our command and control systems",
    lot: "incident_response",
    specialisms: &["incident_response", "secure_operations"],
    summary: "Plan, run and write up two rehearsals in which our control room loses its systems to an attack for a day, and help us to mend what they show, over six months.",
    why: "An audit found that our recovery plans had been read and never tried. The control room answers 1,900 calls a day and cannot find out during a real attack.",
    problem: "The plans assume that people reach each other by the systems that are gone. Nobody knows how long the control room can work on paper, or in what order systems should come back.",
    outcomes: "Two rehearsals, one in working hours and one at night, with no risk to live calls.\nA list of what failed, who mends it and by when.\nPlans that the duty inspector can follow without help.",
    team: "You will work with the head of the control room, the information security officer and the duty inspectors.",
    region: "north-east",
    remote: Remote::Hybrid,
    site: "Force control room, Newbridge",
    working: "On site for the rehearsals and the week before each; remote otherwise.",
    deliveries: &[],
    seats: &[
        Seat {
            title: "Rehearsal lead",
            sfia: 6,
            people: 1,
            days: 24,
            nppv: Some("NPPV3"),
            nsv: "SC",
            by: NeededBy::Start,
        },
        Seat {
            title: "Incident analyst",
            sfia: 4,
            people: 1,
            days: 30,
            nppv: Some("NPPV2F"),
            nsv: "CTC",
            by: NeededBy::Start,
        },
    ],
    essential: &[
        "Rehearsals run for an organisation that answers emergency calls, with no call lost",
        "Experience of leading the response to a real attack on such an organisation",
    ],
    nice: &["Knowledge of the systems that control rooms commonly use"],
    certifications: "",
    questions: &[
        Ask {
            criterion: "technical_merit",
            weight: 35,
            question: "How will you make the rehearsal feel real and keep every live call safe?",
            guidance: "We look for the points at which you would stop it, and who decides.",
            minimum: 2,
        },
        Ask {
            criterion: "mobilisation",
            weight: 15,
            question: "What happens in the first four weeks, and what do you need from us?",
            guidance: "Dates, names or posts, and how little of our time you can do with.",
            minimum: 0,
        },
        SOCIAL_VALUE,
    ],
    price: 40,
    budget: (60_000, true),
    ir35: Ir35::ContractedOutService,
    classification: Classification::Official,
    months: (6, 0),
    starts_after: 75,
    standstill: 8,
    conflicts: "None declared by the panel, the requester or the approver.",
    source: "",
    closes: (34, 29),
};
