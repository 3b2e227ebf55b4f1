//! Closed, waiting to be opened: a managed service.

use super::{Ask, Brief, NORTHSHIRE, SOCIAL_VALUE, Seat};
use crate::requests::model::{Classification, Ir35, NeededBy, Remote};

/// After a prior information notice of the Metropolitan Police Service.
pub const MANAGED: Brief = Brief {
    desk: &NORTHSHIRE,
    title: "Digital forensics as a managed service for two forces",
    lot: "digital_forensics",
    specialisms: &["digital_forensics", "management"],
    summary: "A managed service that gives two forces digital forensic capacity through one provider and its specialists: one front door, agreed turnaround times and one bill, at lower cost and with the same public confidence.",
    why: "Each force buys the same work in its own way, and pays a different price for it. Small peaks in one force leave examiners idle in the other.",
    problem: "We need capacity that follows demand from month to month, without the public having any less reason to trust the result.",
    outcomes: "One place to submit an exhibit, whichever force it comes from.\nTurnaround agreed for each kind of work, and met for 95 in 100.\nA unit cost at least 8 per cent below what the forces pay today.",
    team: "A joint board of both forces meets monthly. The service manager of Northshire’s unit is your daily contact.",
    region: "north-east",
    remote: Remote::Hybrid,
    site: "Joint forensics centre, Carrfield",
    working: "A service lead at the joint centre on three days a week; examination at your premises.",
    seats: &[
        Seat {
            title: "Service lead",
            sfia: 6,
            people: 1,
            days: 220,
            nppv: Some("NPPV3"),
            nsv: "none",
            by: NeededBy::Start,
        },
        Seat {
            title: "Senior forensic examiner",
            sfia: 5,
            people: 2,
            days: 300,
            nppv: Some("NPPV3"),
            nsv: "none",
            by: NeededBy::Start,
        },
        Seat {
            title: "Forensic examiner",
            sfia: 4,
            people: 2,
            days: 320,
            nppv: Some("NPPV2F"),
            nsv: "none",
            by: NeededBy::Start,
        },
    ],
    essential: &[
        "Experience of running a forensic service for more than one authority at a time",
        "Turnaround times agreed, measured and reported every month",
        "An accredited quality system for computers and mobile devices",
    ],
    nice: &["A plan to take in further forces during the contract"],
    certifications: "ISO/IEC 17025",
    questions: &[
        Ask {
            criterion: "technical_merit",
            weight: 30,
            question: "How will you keep quality the same across two forces and several laboratories?",
            guidance: "Show how you validate, audit and correct, and what the public would see of it.",
            minimum: 2,
        },
        Ask {
            criterion: "delivery_approach",
            weight: 25,
            question: "How will capacity follow demand, and what will each force pay in a quiet month?",
            guidance: "A worked example with a busy and a quiet month is worth more than a description.",
            minimum: 0,
        },
        SOCIAL_VALUE,
    ],
    price: 35,
    budget: (1_400_000, false),
    ir35: Ir35::ContractedOutService,
    classification: Classification::Official,
    months: (24, 12),
    starts_after: 60,
    standstill: 10,
    conflicts: "None declared by the panel, the requester or the approver.",
    source: "Based on a prior information notice of the Metropolitan Police Service, 2014",
    closes: (6, 1),
};
