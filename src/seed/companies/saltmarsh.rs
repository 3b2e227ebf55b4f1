//! Saltmarsh Digital Ltd: small, inexpensive, coastal.

use super::{Company, Expert, Line, Paper};
use crate::providers::model::Size;

const RATES: &[(i16, u32)] = &[(3, 480), (4, 640), (5, 790), (6, 940)];

/// Saltmarsh Digital Ltd.
pub const SALTMARSH: Company = Company {
    name: "Saltmarsh Digital Ltd",
    number: "11873045",
    address: "2 The Maltings\nHarbour Road\nWellsea\nWS2 6AB",
    region: "eastern",
    size: Size::Sme,
    admin: ("bids@saltmarsh.example", "Dominic Frost"),
    colleagues: &[],
    phone: "01632 960 417",
    conflicts: "None.",
    slavery: "We are eleven people and know each of our suppliers. We ask every one of them how their own people are hired and paid, and buy used equipment only from refurbishers we have visited.",
    data: "Case data is kept in our own laboratory on encrypted storage, one volume for each case, and destroyed on the day the force instructs, with a certificate.",
    ico: "ZB106639",
    certificates: &[
        Paper { scheme: "cyber_essentials", number: "CE-140227", issued: 160, expires: 205 },
        Paper { scheme: "iso_17025", number: "UKF-10391", issued: 260, expires: 1_100 },
    ],
    cover: (2_000_000, 5_000_000),
    lots: &[
        Line {
            code: "digital_forensics",
            evidence: "Former police examiners founded Saltmarsh in 2019. We are accredited for phones and computers, return ordinary phones in 10 working days, and keep one examiner on each case from collection to court.",
            rates: RATES,
            verdict: "Accreditation checked. Capacity is small, and the company says so.",
        },
        Line {
            code: "incident_response",
            evidence: "We answer calls for seven district councils and a harbour authority. Two people are always on call; either can be anywhere in the region within three hours.",
            rates: RATES,
            verdict: "On-call rota and two incident reports read.",
        },
        Line {
            code: "malware_analysis",
            evidence: "Our analyst has published on ransomware loaders since 2017 and taken apart samples for two forces, with indicators delivered in a day and a full report within a week.",
            rates: RATES,
            verdict: "Two anonymised reports read; both are excellent.",
        },
    ],
    specialists: &[
        Expert {
            name: "Dominic Frost",
            sfia: 6,
            specialisms: &["digital_forensics", "incident_response"],
            skills: "Expert evidence, incident command, laboratory quality",
            certifications: "PriCSP, UK Cyber Security Council",
            nppv: Some(("NPPV3", 1_250)),
            nsv: Some(("SC", 560)),
        },
        Expert {
            name: "Leah Winter",
            sfia: 5,
            specialisms: &["digital_forensics"],
            skills: "Phone extraction, SIM and memory cards, damaged devices",
            certifications: "PraCSP, UK Cyber Security Council",
            nppv: Some(("NPPV3", 940)),
            nsv: Some(("CTC", 870)),
        },
        Expert {
            name: "Tomasz Zielinski",
            sfia: 4,
            specialisms: &["incident_response", "secure_operations"],
            skills: "Malware analysis, containment, log review",
            certifications: "GIAC Reverse Engineering Malware",
            nppv: Some(("NPPV2F", 410)),
            nsv: Some(("CTC", 500)),
        },
    ],
};
