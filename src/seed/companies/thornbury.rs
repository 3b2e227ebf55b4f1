//! Thornbury Digital Ltd: admitted once, suspended now.

use super::{Company, Expert, Line, Paper};
use crate::providers::model::Size;

const RATES: &[(i16, u32)] = &[(3, 520), (4, 690), (5, 840)];

/// Why it is suspended.
pub const SUSPENDED: &str = "Two exhibits were returned with broken seals and without a continuity record. Send us the findings of your inquiry and your new procedure for couriers.";

/// Thornbury Digital Ltd.
pub const THORNBURY: Company = Company {
    name: "Thornbury Digital Ltd",
    number: "08135562",
    address: "9 Station Approach\nThornbury Cross\nTC3 2PL",
    region: "south-west",
    size: Size::Sme,
    admin: ("bids@thornbury.example", "Keith Thornbury"),
    colleagues: &[],
    phone: "0117 496 0730",
    conflicts: "None.",
    slavery: "We follow the ethical buying code of our trade body and review our suppliers every year.",
    data: "Case data is kept on encrypted drives in a locked store at our premises, and logged in and out by two people.",
    ico: "ZA590317",
    certificates: &[Paper {
        scheme: "cyber_essentials",
        number: "CE-127750",
        issued: 230,
        expires: 135,
    }],
    cover: (1_000_000, 5_000_000),
    lots: &[Line {
        code: "digital_forensics",
        evidence: "Thornbury has extracted and reported on phones for two forces since 2015, some 400 a year, with a fixed price for each device and collection by courier.",
        rates: RATES,
        verdict: "References taken up with both forces.",
    }],
    specialists: &[Expert {
        name: "Keith Thornbury",
        sfia: 5,
        specialisms: &["digital_forensics"],
        skills: "Phone extraction and reporting",
        certifications: "PraCSP, UK Cyber Security Council",
        nppv: Some(("NPPV3", 380)),
        nsv: None,
    }],
};
