//! Kestrel Cyber Ltd: broad, quick, at home in networks and incidents.

use super::{BIDDER, Company, Expert, Line, Paper};
use crate::accounts::model::Role;
use crate::providers::model::Size;
use crate::seed::stage::Part;

const RATES: &[(i16, u32)] = &[(3, 560), (4, 720), (5, 880), (6, 1_050)];

/// Kestrel Cyber Ltd.
pub const KESTREL: Company = Company {
    name: "Kestrel Cyber Ltd",
    number: "09214417",
    address: "Unit 4, Ropery Yard\nQuay Street\nNewbridge\nNB1 3QT",
    region: "north-east",
    size: Size::Sme,
    admin: ("admin@kestrel.example", "Priya Raman"),
    colleagues: &[
        Part { email: "bids@kestrel.example", name: "Gareth Hughes", roles: BIDDER },
        Part {
            email: "delivery@kestrel.example",
            name: "Nadia Kowalczyk",
            roles: &[Role::DeliveryManager],
        },
    ],
    phone: "0191 498 0142",
    conflicts: "None. Our register of interests is reviewed every quarter by a director who holds no client accounts.",
    slavery: "We employ our analysts directly and pay the real living wage. We check every hosting and hardware supplier against the Modern Slavery Statement Registry before the first order and once a year after it, and any member of staff can stop an order.",
    data: "Police data stays on encrypted equipment in the United Kingdom, in a separate tenancy for each force. Access is by name, by case and for a fixed time. Our data protection officer reports to the board, and we rehearse a breach twice a year.",
    ico: "ZA418206",
    certificates: &[
        Paper { scheme: "cyber_essentials_plus", number: "CEP-20418", issued: 220, expires: 145 },
        Paper { scheme: "iso_27001", number: "IS-771204", issued: 400, expires: 690 },
        Paper { scheme: "crest", number: "CR-3390", issued: 300, expires: 430 },
    ],
    cover: (5_000_000, 10_000_000),
    lots: &[
        Line {
            code: "network_analysis",
            evidence: "Since 2019 we have analysed call data, internet connection records and packet captures for four forces and a regional unit. In the largest case we reduced 410 million flow records to a 60-page timeline that both experts accepted. Every query we run is kept with the case, so that the defence can repeat it.",
            rates: RATES,
            verdict: "Two references taken up; both praise reporting that a court could follow.",
        },
        Line {
            code: "incident_response",
            evidence: "Our on-call team has led 23 responses for public bodies, with a median of 2 hours 40 minutes from call to first analyst on site. We keep evidence from the first minute, and hand over a plan that the victim’s own people can finish.",
            rates: RATES,
            verdict: "Response times confirmed from three incident logs.",
        },
        Line {
            code: "digital_forensics",
            evidence: "Our laboratory in Newbridge examines phones and computers under a quality system built on ISO/IEC 17025. We have given evidence in person eleven times, and 94 per cent of our reports were accepted without a supplementary statement.",
            rates: RATES,
            verdict: "Laboratory visited. Procedures are sound; accreditation is in progress.",
        },
        Line {
            code: "financial_tracing",
            evidence: "Two certified tracing analysts work with detained-asset teams to follow funds across chains and through exchanges. Our freezing packs have supported nine account freezing orders since 2022.",
            rates: RATES,
            verdict: "Sample freezing pack read and found complete.",
        },
    ],
    specialists: &[
        Expert {
            name: "Dr Aisha Bello",
            sfia: 6,
            specialisms: &["network_monitoring", "threat_intelligence"],
            skills: "Network flow analysis at scale, Kibana, i2, expert evidence",
            certifications: "ChCSP, UK Cyber Security Council\nGIAC Network Forensic Analyst",
            nppv: Some(("NPPV3", 1_100)),
            nsv: Some(("SC", 1_300)),
        },
        Expert {
            name: "Owen Pritchard",
            sfia: 5,
            specialisms: &["digital_forensics", "incident_response"],
            skills: "Phone and computer examination, live response, disclosure schedules",
            certifications: "PriCSP, UK Cyber Security Council",
            nppv: Some(("NPPV3", 760)),
            nsv: Some(("SC", 900)),
        },
        Expert {
            name: "Mei Tanaka",
            sfia: 4,
            specialisms: &["digital_forensics", "data_protection"],
            skills: "Blockchain tracing, phone extraction, evidence handling",
            certifications: "PraCSP, UK Cyber Security Council",
            nppv: Some(("NPPV2F", 520)),
            nsv: Some(("CTC", 640)),
        },
        Expert {
            name: "Callum Reid",
            sfia: 3,
            specialisms: &["network_monitoring"],
            skills: "Data preparation, Python, dashboards",
            certifications: "ACSP, UK Cyber Security Council",
            nppv: Some(("NPPV2F", 45)),
            nsv: Some(("CTC", 400)),
        },
    ],
};
