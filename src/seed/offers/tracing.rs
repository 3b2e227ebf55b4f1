//! Bids for tracing across blockchains.

use super::{COPPERFIELD, KESTREL, LANTERN, Offer, social};

/// Three; Copperfield's wins.
pub const TRACING: [Offer; 3] = [
    Offer {
        bidder: COPPERFIELD,
        evidence: &[
            "We cover 27 chains and every token on them that has traded in the last year, and add a chain within ten days of a request.",
            "Each attribution carries one of four levels of confidence, with the evidence for it. Courts have relied on them in 41 cases.",
            "Our tracer follows assets through bridges and swaps on its own, and stops to ask an analyst where the odds fall below nine in ten.",
            "Our one-page report answers four questions: whose, how much, where now, and what can be done today.",
            "Our lead has given expert evidence on cryptoassets in the Crown Court six times.",
        ],
        answers: &[
            "A bridge leaves two records, and we match them by amount, fee and time; for the nine bridges that carry most of the traffic the match is certain. A mixer is different. We model the set of possible exits, remove those that other cases have explained, and follow the rest until they meet an exchange. We then say what share of the possible routes ends there. In the last twelve months that share was above 90 per cent in half of our mixer cases and below 50 in a fifth; in those we told the investigator that we do not know. Every step is a query on public data, listed in an annex, that an opposing expert can run.",
            "Our two analysts, in alternate weeks, with the lead behind them at all hours. The analyst on call may issue a triage answer and an urgent preservation letter to an exchange alone; a freezing pack needs a second pair of eyes, which the rota guarantees within 90 minutes. Both deputies shadow for four weeks before they go on the rota. What we learn goes into a case library on the same day, so that nothing lives in one head only.",
            social::COPPERFIELD,
        ],
        team: &[(&["Amara Nwosu"], 1_090), (&["Joel Bergman"], 880), (&["Hannah Doyle"], 700)],
        expenses: 18_000,
        scores: &[(5, 5, 5), (5, 4, 5), (4, 5, 4)],
    },
    Offer {
        bidder: KESTREL,
        evidence: &[
            "Licensed tools that cover 22 chains and the tokens that matter on them; others by hand.",
            "Attribution from two commercial sources, compared with each other and with our own cases.",
            "Cross-chain tracing is automatic for bridges, and assisted for swaps.",
            "A two-page report with a picture of the flow and a list of actions.",
            "",
        ],
        answers: &[
            "We trace with two independent tools and report only what both support, or say which one does. For mixers we use timing and amounts to rank the likely exits and follow the first three. For bridges we match deposits and withdrawals. We describe certainty as high, medium or low, and list the assumptions behind each. Our report can be repeated by anyone who has the same tools.",
            "One analyst leads the rota, and our incident desk takes the first call at night. The desk can open a case and start a trace; a decision to write to an exchange waits for that analyst or a deputy, at most two hours. We would hire and train a third analyst in the first quarter.",
            social::KESTREL,
        ],
        team: &[(&["Dr Aisha Bello"], 1_050), (&["Owen Pritchard"], 870), (&["Mei Tanaka"], 710)],
        expenses: 24_000,
        scores: &[(4, 4, 4), (3, 3, 3), (4, 4, 4)],
    },
    Offer {
        bidder: LANTERN,
        evidence: &[
            "Our platform supports more than 30 blockchains and 100,000 tokens.",
            "Attribution to 1.2 million entities, each scored by our risk engine.",
            "Cross-chain tracing is fully automated across bridges and decentralised exchanges.",
            "Reports are produced from the platform and can be tailored to each force.",
            "Two of our analysts have given expert evidence on cryptoassets.",
        ],
        answers: &[
            "Our platform applies machine learning to the transactions of each mixer and gives every exit a probability. Investigators see the most probable path highlighted. Bridges are resolved from the platform’s own index, usually within seconds. The score for the whole path is the product of its parts. The model is retrained monthly; its detail is commercially confidential, but we would explain the approach to a court.",
            "Calls at night reach our operations centre, which is staffed at all hours and serves several customers. An operator logs the request and wakes the analyst on duty when it meets the agreed priority. One of the people named under the team is the analyst; the other two deputise. Knowledge is kept in the platform.",
            social::LANTERN,
        ],
        team: &[(&["Marcus Oyelaran"], 1_220), (&["Ingrid Solberg"], 960), (&["Peter Abara"], 780)],
        expenses: 30_000,
        scores: &[(4, 3, 3), (4, 4, 4), (2, 2, 2)],
    },
];
