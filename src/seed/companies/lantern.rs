//! Lantern Analytics plc: large, strong on data, less so on courts.

use super::{Company, Expert, Line, Paper};
use crate::providers::model::Size;

const RATES: &[(i16, u32)] = &[(3, 610), (4, 790), (5, 980), (6, 1_240)];

/// Lantern Analytics plc.
pub const LANTERN: Company = Company {
    name: "Lantern Analytics plc",
    number: "03390556",
    address: "Lantern House\n200 Foundry Square\nLondon\nE1 9ZX",
    region: "london",
    size: Size::Large,
    admin: ("bids@lantern.example", "Sophie Marchetti"),
    colleagues: &[],
    phone: "020 7946 0871",
    conflicts: "We supply analytics to two banks that report suspicious activity to the police. Their data and teams are kept apart from police work, and we will say so in any bid where it could matter.",
    slavery: "Our board approves a modern slavery statement every year. We audit first-tier suppliers of hardware and facilities every two years, and publish what we found and put right.",
    data: "Our information security management system covers all sites. Police data is processed only in our accredited London data hall, by people cleared for it, with keys held by the force where the force wants that.",
    ico: "Z5104472",
    certificates: &[
        Paper { scheme: "cyber_essentials_plus", number: "CEP-17733", issued: 340, expires: 25 },
        Paper { scheme: "iso_27001", number: "IS-530098", issued: 600, expires: 480 },
    ],
    cover: (25_000_000, 25_000_000),
    lots: &[
        Line {
            code: "network_analysis",
            evidence: "We run flow analytics for a national operator at four billion records a day, and have adapted the same pipeline for three law-enforcement trials. Analysts see results in tools they know, with the reasoning beside every score.",
            rates: RATES,
            verdict: "Demonstration seen on synthetic records.",
        },
        Line {
            code: "financial_tracing",
            evidence: "Our financial crime practice has 40 analysts, six of whom are vetted for police work. We trace across the popular blockchains and join the results with bank data under production orders.",
            rates: RATES,
            verdict: "References taken up with two agencies.",
        },
        Line {
            code: "data_science",
            evidence: "We have built evidence review for inquiries with more than 30 million documents, and measure recall on a sample that counsel on both sides agreed.",
            rates: RATES,
            verdict: "Method and measurements read.",
        },
        Line {
            code: "osint",
            evidence: "Lawful open-source research to the standard of the national guidance, from a dedicated and unattributable network, with a full record of every page seen.",
            rates: RATES,
            verdict: "Policy on directed surveillance read and found careful.",
        },
    ],
    specialists: &[
        Expert {
            name: "Marcus Oyelaran",
            sfia: 6,
            specialisms: &["network_monitoring", "management"],
            skills: "Large-scale network analytics, service management",
            certifications: "ChCSP, UK Cyber Security Council",
            nppv: Some(("NPPV3", 980)),
            nsv: Some(("DV", 1_700)),
        },
        Expert {
            name: "Ingrid Solberg",
            sfia: 5,
            specialisms: &["threat_intelligence", "network_monitoring"],
            skills: "Statistical analysis, Tableau, SPSS, intelligence reporting",
            certifications: "PriCSP, UK Cyber Security Council",
            nppv: Some(("NPPV3", 450)),
            nsv: Some(("SC", 1_020)),
        },
        Expert {
            name: "Peter Abara",
            sfia: 4,
            specialisms: &["threat_intelligence"],
            skills: "Blockchain tracing, cross-chain analysis, account freezing packs",
            certifications: "Certified cryptocurrency investigator",
            nppv: Some(("NPPV2F", 700)),
            nsv: Some(("SC", 820)),
        },
    ],
};
