//! Newcomer Security Ltd: its application is waiting.

use super::{Company, Expert, Line, Paper};
use crate::providers::model::Size;

const RATES: &[(i16, u32)] = &[(3, 500), (4, 650), (5, 820)];

/// Newcomer Security Ltd.
pub const NEWCOMER: Company = Company {
    name: "Newcomer Security Ltd",
    number: "14902276",
    address: "Studio 11, The Printworks\nCanal Bank\nAlderley Green\nAG7 5RT",
    region: "yorkshire-humber",
    size: Size::Sme,
    admin: ("admin@newcomer.example", "Zoe Armitage"),
    colleagues: &[],
    phone: "0113 496 0559",
    conflicts: "One founder is a special constable with a force in our region. He would take no part in a bid to that force.",
    slavery: "We are five employees with an office and laptops. We buy from suppliers on public frameworks and keep their statements on file.",
    data: "We hold test findings only for as long as the client asks, encrypted, with access for the two people on the engagement.",
    ico: "ZB551840",
    certificates: &[Paper {
        scheme: "cyber_essentials",
        number: "CE-151993",
        issued: 30,
        expires: 335,
    }],
    cover: (1_000_000, 2_000_000),
    lots: &[
        Line {
            code: "security_testing",
            evidence: "Our testers learned the trade at a large consultancy and have since tested 31 systems for charities and councils. We report in plain words, ranked by what an attacker would do first, and retest without charge.",
            rates: RATES,
            verdict: "",
        },
        Line {
            code: "victim_protection",
            evidence: "We run a monthly clinic for small firms that have been attacked, with our regional resilience centre. Of 140 firms seen, three were attacked again within a year.",
            rates: RATES,
            verdict: "",
        },
    ],
    specialists: &[
        Expert {
            name: "Zoe Armitage",
            sfia: 5,
            specialisms: &["security_testing", "vulnerability_management"],
            skills: "Web and infrastructure testing, advice to small firms",
            certifications: "PriCSP, UK Cyber Security Council",
            nppv: None,
            nsv: Some(("BPSS", 900)),
        },
        Expert {
            name: "Ravi Menon",
            sfia: 4,
            specialisms: &["secure_architecture", "security_testing"],
            skills: "Cloud architecture, threat modelling",
            certifications: "PraCSP, UK Cyber Security Council",
            nppv: None,
            nsv: Some(("BPSS", 900)),
        },
    ],
};
