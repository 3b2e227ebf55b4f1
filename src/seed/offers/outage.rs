//! Bids for rehearsing the loss of the control room's systems.

use super::{KESTREL, Offer, SALTMARSH, social};

/// Two; Kestrel's wins, and Saltmarsh's is priced so low that it is asked why.
pub const OUTAGE: [Offer; 2] = [
    Offer {
        bidder: KESTREL,
        evidence: &[
            "Six rehearsals for two ambulance trusts and a fire service since 2021. Live calls stayed on the live systems; not one was lost or delayed.",
            "We led the response when a county’s emergency planning unit was encrypted in 2023, and had its telephones back within five hours.",
            "One of those we put forward worked beside a control room’s system administrators for two years.",
        ],
        answers: &[
            "The rehearsal runs in the fallback room, on a copy of yesterday’s incidents and with a second shift that is rostered for it. Live calls go on in the main room and never touch ours. What makes it real is what we take away: first the map, then the telephones between desks, then the person who knows where the paper forms are. An observer with no other task watches the live room and can stop everything with one word; so can the duty inspector. We have stopped twice in six rehearsals, once for weather and once because we had misjudged a shift change, and each time we were back within the month.",
            "Week one: two days of listening, one with a night shift. Week two: we write the story and show it to the head of the control room alone. Week three: a walk through on paper with the inspectors, three hours. Week four: the first rehearsal. From you we need one room, one shift of eight people and a decision-maker who may be woken.",
            social::KESTREL,
        ],
        team: &[(&["Dr Aisha Bello"], 1_020), (&["Mei Tanaka"], 690)],
        expenses: 1_800,
        scores: &[(5, 4, 5), (4, 4, 4), (4, 4, 4)],
    },
    Offer {
        bidder: SALTMARSH,
        evidence: &[
            "Three rehearsals for district councils, whose out-of-hours lines take emergency calls about flooding and housing.",
            "Eleven live attacks on district councils, two of which took the out-of-hours line with them.",
            "",
        ],
        answers: &[
            "We switch nothing off. Each desk is given a sealed envelope, and opens it at the minute on its cover: from then on the system named inside may not be used. That costs nothing, frightens nobody and can be stopped by putting the card back. A supervisor keeps one untouched desk for every three. We would not rehearse during a planned event or within two days of a bank holiday, when your calls peak.",
            "We can begin nine days after signature. The first fortnight is reading and sitting beside your people; the cards are written in week three and tried on two desks in week four. We need two supervisors for an afternoon each week and access to last year’s call figures.",
            social::SALTMARSH,
        ],
        team: &[(&["Dominic Frost"], 690), (&["Tomasz Zielinski"], 500)],
        expenses: 1_200,
        scores: &[(3, 3, 3), (4, 3, 3), (3, 4, 3)],
    },
];
