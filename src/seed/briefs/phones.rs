//! Being evaluated: phones and computers.

use super::{Ask, Brief, NORTHSHIRE, SOCIAL_VALUE, Seat};
use crate::requests::model::{Classification, Ir35, NeededBy, Remote};

/// After a contract notice of the Metropolitan Police Service.
pub const PHONES: Brief = Brief {
    desk: &NORTHSHIRE,
    title: "Digital forensic results for mobile phones and computers",
    lot: "digital_forensics",
    specialisms: &["digital_forensics"],
    summary: "Extraction and analysis of contacts, calls, messages, media, web history and device details from phones, and forensic images of computers, at your own secure premises and alongside our digital forensics unit, for five months.",
    why: "Our unit has 610 devices waiting, and a third of them have waited for more than six months. Victims are without their phones, and suspects are on bail, for longer than anyone should be.",
    problem: "Demand rose by a fifth last year, and we lost two examiners. We need extra capacity now, of a quality that our own laboratory can stand behind in court.",
    outcomes: "At least 100 devices returned each month with a report that investigators can read without help.\nNo device away from us for more than 20 working days.\nNo more than 150 devices waiting when the contract ends.",
    team: "You will work with the manager of our digital forensics unit, her quality lead and the exhibits office.",
    region: "north-east",
    remote: Remote::Remote,
    site: "",
    working: "Work is done at your premises. Exhibits travel by your own vetted courier twice a week.",
    deliveries: &[],
    seats: &[
        Seat {
            title: "Senior forensic examiner",
            sfia: 5,
            people: 1,
            days: 70,
            nppv: Some("NPPV3"),
            nsv: "none",
            by: NeededBy::Start,
        },
        Seat {
            title: "Forensic examiner",
            sfia: 4,
            people: 2,
            days: 80,
            nppv: Some("NPPV2F"),
            nsv: "none",
            by: NeededBy::Start,
        },
    ],
    essential: &[
        "Repair of damaged devices, and extraction from SIM and memory cards",
        "Secure premises of your own, fit to hold exhibits",
        "All staff who touch our exhibits are security vetted",
        "A vetted and secure courier",
    ],
    nice: &[],
    certifications: "ISO/IEC 17025 for the examination of mobile phones",
    questions: &[
        Ask {
            criterion: "technical_merit",
            weight: 35,
            question: "Take us through a locked and damaged phone, from collection to the report on an officer’s desk.",
            guidance: "We look for methods that are validated, for honesty about what cannot be recovered, and for reports that a jury could follow.",
            minimum: 2,
        },
        Ask {
            criterion: "delivery_approach",
            weight: 20,
            question: "How will you return 100 devices a month from the first full month?",
            guidance: "Show the numbers: benches, examiners, days for each kind of device, and what gives when something goes wrong.",
            minimum: 0,
        },
        SOCIAL_VALUE,
    ],
    price: 35,
    budget: (200_000, true),
    ir35: Ir35::ContractedOutService,
    classification: Classification::OfficialSensitive,
    months: (5, 3),
    starts_after: 42,
    standstill: 8,
    conflicts: "One panel member was trained by a member of staff of a provider in this lot in 2017. The approver considers this no conflict.",
    source: "Based on a published requirement of the Metropolitan Police Service, 2022",
    closes: (10, 5),
};
