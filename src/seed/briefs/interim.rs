//! Contracted: interim forensics.

use super::{Ask, Brief, NORTHSHIRE, SOCIAL_VALUE, Seat};
use crate::requests::model::{Classification, Ir35, NeededBy, Remote};

/// After a decision of the Mayor's Office for Policing and Crime.
pub const INTERIM: Brief = Brief {
    desk: &NORTHSHIRE,
    title: "Digital forensic services, interim contract",
    lot: "digital_forensics",
    specialisms: &["digital_forensics", "data_protection"],
    summary: "An eighteen-month contract that keeps the supply of digital forensics steady, for old cases and live ones, on computers and mobile devices, while we run a competition for longer contracts.",
    why: "Our present contracts end before the competition for the next ones can. Without an interim contract, 240 cases would be left without an examiner.",
    problem: "Cases must pass from one provider to another without a gap in continuity, and witnesses must still be there when a trial comes two years later.",
    outcomes: "Every open case taken over within six weeks, with its notes and its exhibits accounted for.\nReports on new computers and mobile devices within 30 working days.\nWitnesses available until the last trial.",
    team: "You will work with our digital forensics unit, the disclosure team and the outgoing provider.",
    region: "north-east",
    remote: Remote::Hybrid,
    site: "Digital forensics unit, Carrfield",
    working: "Examination at your premises; hand-over meetings at ours.",
    deliveries: &[],
    seats: &[
        Seat {
            title: "Case manager",
            sfia: 5,
            people: 1,
            days: 180,
            nppv: Some("NPPV3"),
            nsv: "none",
            by: NeededBy::Start,
        },
        Seat {
            title: "Forensic examiner",
            sfia: 4,
            people: 2,
            days: 200,
            nppv: Some("NPPV2F"),
            nsv: "none",
            by: NeededBy::Start,
        },
    ],
    essential: &[
        "Continuity of historical and live cases, including those begun by another provider",
        "Examination of computers and mobile devices under an accredited quality system",
        "Witnesses who remain available after the contract ends",
    ],
    nice: &["Examination of vehicle systems"],
    certifications: "ISO/IEC 17025",
    questions: &[
        Ask {
            criterion: "technical_merit",
            weight: 35,
            question: "How will you take over a case that another laboratory began, so that the evidence stands?",
            guidance: "We look for continuity of exhibits, a check of earlier work, and clear limits on what you will and will not adopt.",
            minimum: 2,
        },
        Ask {
            criterion: "mobilisation",
            weight: 20,
            question: "What will you have done by the end of weeks two, four and six?",
            guidance: "A plan with names and dates, and the risks you would tell us about first.",
            minimum: 0,
        },
        SOCIAL_VALUE,
    ],
    price: 35,
    budget: (500_000, true),
    ir35: Ir35::ContractedOutService,
    classification: Classification::OfficialSensitive,
    months: (18, 0),
    starts_after: 40,
    standstill: 8,
    conflicts: "None declared by the panel, the requester or the approver.",
    source: "Based on a published decision of the Mayor’s Office for Policing and Crime on interim contracts of the Metropolitan Police Service",
    closes: (57, 52),
};
