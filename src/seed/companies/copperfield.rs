//! Copperfield Trace Ltd: people who follow money.

use super::{Company, Expert, Line, Paper};
use crate::providers::model::Size;

const RATES: &[(i16, u32)] = &[(3, 540), (4, 730), (5, 910), (6, 1_090)];

/// Copperfield Trace Ltd.
pub const COPPERFIELD: Company = Company {
    name: "Copperfield Trace Ltd",
    number: "10447729",
    address: "Third floor, Corn Exchange\nMarket Place\nKingsbourne\nKB1 1HE",
    region: "north-west",
    size: Size::Sme,
    admin: ("bids@copperfield.example", "Amara Nwosu"),
    colleagues: &[],
    phone: "0161 496 0205",
    conflicts: "We sell attribution data to no exchange, and accept no work from one while we trace through it for the police.",
    slavery: "We have four suppliers of software and one of premises. Each has told us in writing how it guards against forced labour, and we ask again every year.",
    data: "Addresses and transaction hashes are public; the names we add to them are not. Attribution is kept apart from case material, and both are encrypted and logged.",
    ico: "ZA772951",
    certificates: &[
        Paper { scheme: "cyber_essentials", number: "CE-133019", issued: 240, expires: 125 },
        Paper { scheme: "iso_27001", number: "IS-802265", issued: 210, expires: 880 },
    ],
    cover: (5_000_000, 5_000_000),
    lots: &[
        Line {
            code: "financial_tracing",
            evidence: "Tracing is all we do. Our analysts have followed funds in more than 300 police cases across 27 chains, and the courts have relied on our reports to restrain £61 million. Each report says how sure we are of every attribution, and why.",
            rates: RATES,
            verdict: "Three reports read. The statement of confidence is a model for others.",
        },
        Line {
            code: "osint",
            evidence: "We find the people behind addresses: forum posts, leaked wallets, reused names. All research is lawful, recorded and repeatable.",
            rates: RATES,
            verdict: "Research log read for one closed case.",
        },
        Line {
            code: "network_analysis",
            evidence: "We match wallet activity with connection records to place a person at a keyboard, and have done so in eight prosecutions.",
            rates: RATES,
            verdict: "Method is sound within the narrow use described.",
        },
    ],
    specialists: &[
        Expert {
            name: "Amara Nwosu",
            sfia: 6,
            specialisms: &["threat_intelligence", "cryptography"],
            skills: "Cross-chain tracing, expert evidence, seizure of assets",
            certifications: "ChCSP, UK Cyber Security Council",
            nppv: Some(("NPPV3", 1_020)),
            nsv: Some(("SC", 1_450)),
        },
        Expert {
            name: "Joel Bergman",
            sfia: 5,
            specialisms: &["cryptography"],
            skills: "Extended public keys, mixers, decentralised exchanges",
            certifications: "PriCSP, UK Cyber Security Council",
            nppv: Some(("NPPV3", 530)),
            nsv: Some(("SC", 720)),
        },
        Expert {
            name: "Hannah Doyle",
            sfia: 4,
            specialisms: &["threat_intelligence"],
            skills: "Open-source research, attribution, report writing",
            certifications: "PraCSP, UK Cyber Security Council",
            nppv: Some(("NPPV2F", 690)),
            nsv: Some(("CTC", 690)),
        },
    ],
};
