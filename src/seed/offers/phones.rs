//! Bids for phones and computers, which are being scored.

use super::{HARROW, KESTREL, Offer, SALTMARSH, social};

/// Three. The second scores are in for the first bid only.
pub const PHONES: [Offer; 3] = [
    Offer {
        bidder: KESTREL,
        evidence: &[
            "Two benches for board repair, and readers for every SIM and memory card sold in the last fifteen years. We recovered data from 61 of 70 damaged phones last year.",
            "Our laboratory was inspected by two forces this year; the exhibit store is alarmed and watched at all hours.",
            "All four people named hold police vetting; nobody else has access to the exhibit store.",
            "We use a courier firm whose drivers are vetted to NPPV level 2 and whose vans are tracked.",
        ],
        answers: &[
            "The phone arrives sealed, is photographed and goes into a shielded box. If it does not start we repair only what is needed to read it, and write down each part replaced. We try the least intrusive method first and stop to ask you before any that could change data. The examiner reads messages and media against your questions, not everything there is, and marks what could not be recovered. The report has one page for the officer, ten for the court, and the data in a viewer that needs no training.",
            "Nine benches, three examiners and one technician give 118 ordinary phones a month; computers take four bench-days each. In a month with many computers we add Saturday working, which is in our price. Devices are ranked with your unit every Monday. If a bench fails we have a spare, and if an examiner is ill our incident team lends one.",
            social::KESTREL,
        ],
        team: &[(&["Owen Pritchard"], 880), (&["Mei Tanaka"], 710)],
        expenses: 5_500,
        scores: &[(4, 5, 4), (4, 4, 4), (4, 4, 4)],
    },
    Offer {
        bidder: HARROW,
        evidence: &[
            "Our repair workshop recovers data at chip level; 88 per cent of damaged devices gave usable data last year.",
            "Two accredited laboratories of our own, built for exhibits, with separate stores for each force.",
            "Everyone on our staff is vetted to NPPV level 3, including the cleaners.",
            "Our own couriers, vetted, in our own marked vans.",
        ],
        answers: &[
            "Our validated method has fourteen steps, each with a check that a second examiner signs. Damaged phones go to the workshop first, where repair is filmed. We try methods in an order fixed by our quality manual, so that two examiners would do the same. The report follows the streamlined format; a full statement comes on request within ten days. What could not be recovered is listed with the reason, because that is the first thing the defence will ask.",
            "We would give you one cell of four examiners with capacity for 110 devices a month, and hold a second cell ready for peaks of up to 60 more. In a worked example with 80 phones, 15 tablets and 10 computers, the cell is full on 19 of 21 days. When something goes wrong, due dates move for the lowest priority first, and you are told on the day.",
            social::HARROW,
        ],
        team: &[(&["Ruth Ellison"], 930), (&["Samir Patel", "Bethan Rowlands"], 750)],
        expenses: 3_800,
        scores: &[(5, 5, 5), (5, 4, 4), (4, 4, 4)],
    },
    Offer {
        bidder: SALTMARSH,
        evidence: &[
            "One of our examiners repairs screens, ports and boards in house; chip-level work goes to a partner that you approve first.",
            "A laboratory of our own, accredited, with room for 200 exhibits.",
            "All our staff are vetted to at least NPPV level 2 (full).",
            "One of us drives. We are all vetted.",
        ],
        answers: &[
            "The examiner who collects the phone is the one who reports on it and, if need be, explains it in court. We read what the lock allows, then ask you whether to go on. Reports are short: what you asked, what we found, what we could not see, and a picture of each message that matters.",
            "Honestly: 100 devices is the most we can do, with 85 sure. We would reach 100 by taking on one examiner whom we have already interviewed. If she does not start in time we would return 85 and bill for 85.",
            social::SALTMARSH,
        ],
        team: &[(&["Dominic Frost"], 785), (&["Leah Winter", "Tomasz Zielinski"], 635)],
        expenses: 2_900,
        scores: &[(4, 4, 4), (2, 2, 2), (4, 4, 4)],
    },
];
