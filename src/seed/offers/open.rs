//! Bids on requests that are still open.

use super::{COPPERFIELD, KESTREL, LANTERN, Offer, SALTMARSH, social};

/// Two submitted.
pub const NETWORK: [Offer; 2] = [
    Offer {
        bidder: LANTERN,
        evidence: &[
            "We process four billion flow records a day for a national operator, and have delivered findings from them to investigators since 2018.",
            "Our analysts use Kibana and Tableau daily; two are certified in SPSS, and our intelligence team works in i2.",
            "We have written more than 200 intelligence reports from technical results, each graded and sanitised.",
            "Our lead advised a public inquiry on the retention of communications data.",
        ],
        answers: &[
            "We first learn what is normal: six weeks of records, grouped by service, hour and volume. Against that background each event is scored for how rare it is, how well it fits a known application and how it clusters with others. Analysts see the three parts of each score, not only their sum, and can disagree with any of them. On synthetic deliveries with planted events we found 94 per cent at a rate of one false alarm in forty. The catalogue of applications is tested every week against fresh traffic from our own devices.",
            "Weeks one to four: our lead sits with your analysts and they watch. Weeks five to twelve: they lead and we watch. From week thirteen we only review. In weeks six, twelve and twenty your analysts work a delivery that we have prepared without our help, and the trial board sees the result.",
            social::LANTERN,
        ],
        team: &[(&["Ingrid Solberg"], 960), (&["Peter Abara"], 780)],
        expenses: 4_800,
        scores: &[],
    },
    Offer {
        bidder: COPPERFIELD,
        evidence: &[
            "In eight prosecutions we have matched connection records with wallet activity. The largest delivery was 31 million records, read from receipt to a finding that the court accepted.",
            "Kibana and i2 in every case; we prepare data for Tableau and have used SPSS for sampling only.",
            "One of us writes our intelligence reports: 70 since 2022, each graded, with the technique kept apart from the finding.",
            "",
        ],
        answers: &[
            "We start from a moment that matters, such as a payment, and ask which devices spoke to the service in the minutes around it. Each candidate is then tested against ten other moments at which the same person must have acted. A device that fits nine of eleven is reported, with the two that do not fit. On our own closed cases this found the right device 83 times in 100 and the wrong one twice; where there are no such moments, it finds nothing, and we say so. The list of services is checked against fresh captures every month.",
            "Your analysts choose the first three questions and we answer them together at your desks in weeks one to six, one of us to each of them. In weeks seven to fourteen they answer six more and we only check. We will both know that it worked when two analysts, working apart, reach the same list from one delivery.",
            social::COPPERFIELD,
        ],
        team: &[(&["Joel Bergman"], 890), (&["Hannah Doyle"], 690)],
        expenses: 2_900,
        scores: &[],
    },
];

/// Begun and saved, not submitted.
pub const NETWORK_DRAFT: [Offer; 1] = [Offer {
    bidder: KESTREL,
    evidence: &[
        "We reduced 410 million flow records to a 60-page timeline in one case, and have done the same in six smaller ones.",
        "Kibana and i2 every day, Tableau for boards; SPSS through our statistician.",
        "",
        "",
    ],
    answers: &[
        "We work backwards from the question an investigator asked, and let the records answer it in three passes: who could it have been, who was it not, what else fits. Each pass is a query that is kept with its result.",
        "",
        "",
    ],
    team: &[(&["Dr Aisha Bello"], 880), (&["Mei Tanaka"], 700)],
    expenses: 3_500,
    scores: &[],
}];

/// Submitted to the other force.
pub const RETAINER: [Offer; 1] = [Offer {
    bidder: SALTMARSH,
    evidence: &[
        "From our office every place in the county is within two hours and forty minutes; we drove the worst of the routes to be sure.",
        "One of the two we put forward has secured memory and logs during eleven live attacks for district councils.",
        "Both founders are former police officers.",
    ],
    answers: &[
        "Nothing is switched off. We cut the paths by which the attack spreads, take memory from one encrypted and one healthy server, and copy the logs that will be gone by morning. Only then do we talk about backups. We do not speak to the attacker, do not promise that data will come back, and write down who decided what at which minute.",
        "In August one of our three is on leave at any time; the other two are on call, with a retired colleague as third. If two victims call at once, the sergeant chooses who is first, and the second has one of us on the telephone until the other arrives.",
        social::SALTMARSH,
    ],
    team: &[(&["Dominic Frost"], 930), (&["Tomasz Zielinski"], 640)],
    expenses: 3_000,
    scores: &[],
}];
