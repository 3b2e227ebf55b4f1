//! Open: connection records.

use super::{Ask, Brief, NORTHSHIRE, SOCIAL_VALUE, Seat};
use crate::requests::model::{Classification, Ir35, NeededBy, Remote};

/// After a published requirement of the National Crime Agency.
pub const NETWORK: Brief = Brief {
    desk: &NORTHSHIRE,
    title: "Analysis of internet connection records for a live trial",
    lot: "network_analysis",
    specialisms: &["network_monitoring", "threat_intelligence"],
    summary: "Technical support for a trial of internet connection records: research into new applications and services, testing of tools, and analysis of network events that turns records into leads which investigators can act on.",
    why: "We are one of three forces that take part in a trial of internet connection records. The records reach us in bulk and in several formats, and our own analysts have not worked with network flow data before.",
    problem: "A record says that a device spoke to a service, not what was said or who held the device. New applications share addresses with harmless ones. Without people who know the traffic, we either miss what matters or suspect the wrong person.",
    outcomes: "A repeatable method that turns a delivery of records into a short list of events worth asking about.\nA catalogue of at least 40 applications with the traffic that gives each away.\nMonthly findings that the trial board can decide on, and a closing report.",
    team: "You will work with our trial lead, two intelligence analysts and a covert-authorities adviser, and meet the other two forces every month.",
    region: "north-east",
    remote: Remote::Hybrid,
    site: "Northshire Police headquarters, Carrfield",
    working: "Three days a week on site for the first month, then one. Records may only be handled on our equipment.",
    deliveries: &[],
    seats: &[
        Seat {
            title: "Lead network analyst",
            sfia: 5,
            people: 1,
            days: 80,
            nppv: Some("NPPV3"),
            nsv: "SC",
            by: NeededBy::Start,
        },
        Seat {
            title: "Network analyst",
            sfia: 4,
            people: 1,
            days: 60,
            nppv: Some("NPPV2F"),
            nsv: "CTC",
            by: NeededBy::Start,
        },
    ],
    essential: &[
        "Experience of analysing network flow data in bulk, from receipt to finding",
        "Comfort with analytical tools such as Kibana, Tableau, i2 and SPSS",
        "Experience of enriching technical results so that they can go into an intelligence report",
    ],
    nice: &["Experience of the rules for obtaining and keeping communications data"],
    certifications: "",
    questions: &[
        Ask {
            criterion: "technical_merit",
            weight: 40,
            question: "How will you tell events that matter from the background in a delivery of connection records?",
            guidance: "We look for a method that can be repeated and explained, its error rates, and how you would keep it up to date as applications change.",
            minimum: 2,
        },
        Ask {
            criterion: "delivery_approach",
            weight: 20,
            question: "How will you work with our analysts so that the method stays with us when you leave?",
            guidance: "Say what happens in which week, and how we will both know that it worked.",
            minimum: 0,
        },
        SOCIAL_VALUE,
    ],
    price: 30,
    budget: (130_000, true),
    ir35: Ir35::ContractedOutService,
    classification: Classification::OfficialSensitive,
    months: (8, 4),
    starts_after: 35,
    standstill: 8,
    conflicts: "Nobody on the panel has worked for, holds shares in or is related to anyone at a provider in this lot.",
    source: "Based on a published requirement of the National Crime Agency, 2019",
    closes: (-3, -9),
};
