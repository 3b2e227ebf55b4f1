//! Bids for the managed service, which nobody at the force has seen.

use super::{HARROW, KESTREL, Offer, social};

/// Two, sealed.
pub const MANAGED: [Offer; 2] = [
    Offer {
        bidder: HARROW,
        evidence: &[
            "We run forensics for three authorities in the west under one contract, with one front door and three budgets, since 2022.",
            "Turnaround is agreed by kind of work and reported on the second of every month; 96.4 per cent on time last year.",
            "Accredited to ISO/IEC 17025 for computers and mobile devices at both our laboratories.",
            "A fourth authority joined our western contract in its second year, in eleven weeks.",
        ],
        answers: &[
            "One quality manual holds at every bench, whoever’s. Each month we swap five per cent of cases between laboratories and examine them twice without saying so; differences are published to the joint board, together with what we changed. Validation reports are open to the defence. The public sees a yearly statement in plain words: how many devices, how long, how often we were wrong.",
            "Each force buys a base of 60 per cent of its usual demand at a fixed price for each kind of work, and calls off the rest at the same unit price. In a quiet month it pays the base, of which a third may be carried into the next quarter. In a busy month we draw on the second laboratory before anyone waits. In the worked example attached to our price, the unit cost falls by 9.1 per cent.",
            social::HARROW,
        ],
        team: &[(&["Ruth Ellison"], 1_100), (&["Samir Patel"], 915), (&["Bethan Rowlands"], 740)],
        expenses: 22_000,
        scores: &[],
    },
    Offer {
        bidder: KESTREL,
        evidence: &[
            "Since 2023 we have served two forces in the north from one laboratory, with a shared queue.",
            "We report turnaround weekly; 93 per cent on time last year, 97 in the last quarter.",
            "Phones accredited to ISO/IEC 17025; computers assessed, certificate expected this quarter.",
            "A plan for two more forces, with the recruitment it would take, is part of our proposal.",
        ],
        answers: &[
            "Every method has one owner who may change it, and every change is tested on the same forty reference devices. We audit ourselves monthly and invite your quality leads to choose the cases. Where laboratories differ, the stricter one wins until we know why. Results go to the joint board and, without case details, on our website.",
            "Forces pay for what they submit, from one price list, with a discount that grows with the total of both. Our rota is set four weeks ahead from your own figures; peaks are met by our incident team, who are cross-trained. In the quiet month of our example Northshire pays for 62 devices and the second force for 41; in the busy one nobody waits longer than 20 days.",
            social::KESTREL,
        ],
        team: &[(&["Dr Aisha Bello"], 1_040), (&["Owen Pritchard"], 865), (&["Mei Tanaka"], 705)],
        expenses: 26_000,
        scores: &[],
    },
];
