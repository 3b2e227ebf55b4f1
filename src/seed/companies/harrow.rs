//! Harrow Forensics Ltd: an accredited laboratory, thorough and a little dear.

use super::{Company, Expert, Line, Paper};
use crate::providers::model::Size;

const RATES: &[(i16, u32)] = &[(3, 590), (4, 760), (5, 930), (6, 1_120)];

/// Harrow Forensics Ltd.
pub const HARROW: Company = Company {
    name: "Harrow Forensics Ltd",
    number: "06620381",
    address: "The Old Assay Office\n12 Guildhall Lane\nMarstow\nMW4 8LD",
    region: "west-midlands",
    size: Size::Sme,
    admin: ("bids@harrow.example", "Julian Harrow"),
    colleagues: &[],
    phone: "0121 496 0388",
    conflicts: "One of our directors sits on a university ethics panel that advises a police force. She takes no part in work for that force.",
    slavery: "All our people are employees. We publish a statement every year although our turnover does not oblige us to, and train purchasing staff to spot the signs in couriers and cleaning contractors.",
    data: "Exhibits and images never leave our two laboratories except by our own vetted courier. Systems that hold case data are not connected to the internet. Retention follows the instructions of each force, case by case.",
    ico: "Z2271984",
    certificates: &[
        Paper { scheme: "cyber_essentials", number: "CE-118842", issued: 190, expires: 175 },
        Paper { scheme: "iso_17025", number: "UKF-8814", issued: 500, expires: 900 },
        Paper { scheme: "fsr_code", number: "FSR-DF-0217", issued: 420, expires: 610 },
    ],
    cover: (10_000_000, 10_000_000),
    lots: &[
        Line {
            code: "digital_forensics",
            evidence: "Harrow has examined digital exhibits for the courts since 2008. Our scope of accreditation covers phones, computers and vehicle systems. In the last year we returned 1,870 exhibits with a median of 19 days, and no report was excluded.",
            rates: RATES,
            verdict: "Accreditation and scope checked with the accreditation body.",
        },
        Line {
            code: "data_science",
            evidence: "Our review platform has sorted seizures of up to 90 terabytes, using hash sets and classifiers that we validate and document for disclosure. Officers review first what is most likely to matter.",
            rates: RATES,
            verdict: "Validation report read; method is clear and repeatable.",
        },
        Line {
            code: "training",
            evidence: "We have taught the first-responder and digital exhibits courses to more than 600 officers, with refresher visits to each force after six months.",
            rates: RATES,
            verdict: "Course material and two sets of feedback read.",
        },
    ],
    specialists: &[
        Expert {
            name: "Ruth Ellison",
            sfia: 6,
            specialisms: &["digital_forensics", "audit_assurance"],
            skills: "Laboratory leadership, expert evidence, quality management",
            certifications: "Chartered Forensic Practitioner",
            nppv: Some(("NPPV3", 1_400)),
            nsv: Some(("SC", 1_150)),
        },
        Expert {
            name: "Samir Patel",
            sfia: 5,
            specialisms: &["digital_forensics"],
            skills: "Chip-level recovery, repair of damaged devices, vehicle systems",
            certifications: "PriCSP, UK Cyber Security Council",
            nppv: Some(("NPPV3", 830)),
            nsv: Some(("SC", 700)),
        },
        Expert {
            name: "Bethan Rowlands",
            sfia: 4,
            specialisms: &["digital_forensics"],
            skills: "Phone and computer examination, streamlined forensic reports",
            certifications: "PraCSP, UK Cyber Security Council",
            nppv: Some(("NPPV3", 610)),
            nsv: Some(("CTC", 610)),
        },
    ],
};
