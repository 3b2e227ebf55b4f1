//! Bids for the interim forensics contract.

use super::{HARROW, KESTREL, Offer, SALTMARSH, social};

/// Three; Harrow's wins.
pub const INTERIM: [Offer; 3] = [
    Offer {
        bidder: HARROW,
        evidence: &[
            "We took over 310 open cases from a closing laboratory in 2021. Every exhibit was accounted for within five weeks, and no case was lost for want of continuity.",
            "Our accreditation to ISO/IEC 17025 covers the imaging and examination of computers and of mobile devices on all current systems.",
            "Each examiner signs an undertaking to give evidence after leaving us. We have called on it nine times; nine came.",
            "Vehicle systems are in our scope of accreditation since last year.",
        ],
        answers: &[
            "We begin with the exhibits, not the files: two people check every seal against the outgoing laboratory’s log before anything is opened. We then repeat the earlier acquisition for one exhibit in ten, and for any exhibit that matters most to a charge, and compare hashes. Where they agree we adopt the earlier image and say so in the statement. Where they do not, we start again and tell the disclosure officer the same day. We never adopt another examiner’s interpretation: we read it, and then examine the data ourselves. Each report says on its first page who did what, and when.",
            "By the end of week two: exhibits reconciled, all 240 cases ranked with your disclosure team by trial date, and our case manager at Carrfield three days a week. Week four: the 60 cases with trials in the next six months examined or in hand; first fortnightly report. Week six: every case has a named examiner and a date. The risk we would raise first is missing working notes; we allow 40 days to remake the worst of them.",
            social::HARROW,
        ],
        team: &[(&["Ruth Ellison"], 910), (&["Samir Patel", "Bethan Rowlands"], 745)],
        expenses: 6_500,
        scores: &[(5, 5, 5), (5, 4, 4), (4, 4, 4)],
    },
    Offer {
        bidder: KESTREL,
        evidence: &[
            "We have continued cases from two other providers, 45 in all, and hold the full record of how exhibits and notes passed to us.",
            "Our quality system follows ISO/IEC 17025. Phones are accredited; computers were assessed this spring and we expect the certificate within three months.",
            "Our contracts of employment include availability as a witness for six years.",
            "",
        ],
        answers: &[
            "A joint inventory comes first, with both laboratories in the room. We verify the hash of every image we receive and re-image a sample of devices to test the earlier work. Our examiner writes a hand-over note for each case that lists what was done before us, what we have checked and what we rely on. Interpretation is always our own. Where working notes are missing we say what can no longer be shown and offer to examine again.",
            "Week two: inventory and plan agreed, secure link in place. Week four: a third of the cases under way, starting with those nearest trial. Week six: all cases allocated. Our weekly call with your unit shows what is late and why. The main risk is our own growth: we would bring in one examiner from our incident team until the new bench is full.",
            social::KESTREL,
        ],
        team: &[(&["Owen Pritchard"], 870), (&["Mei Tanaka"], 715)],
        expenses: 9_000,
        scores: &[(4, 3, 4), (4, 4, 4), (5, 4, 5)],
    },
    Offer {
        bidder: SALTMARSH,
        evidence: &[
            "Both founders have, as police examiners, taken over cases of colleagues who left. As a company we have continued 12 cases.",
            "Accredited to ISO/IEC 17025 for computers and mobile devices since our second year.",
            "We are the witnesses, and own the company. We are not going anywhere.",
            "",
        ],
        answers: &[
            "We would re-examine every device in a case that is going to trial, whatever was done before, because that is the only answer a defence expert cannot shake. For the rest we verify the image and adopt it. Continuity is kept on paper and in our own system, and both go to court with us.",
            "Week two: exhibits moved. Week four: twenty cases begun. Week six: forty. We are three examiners and will not promise more. If trials come closer together than that, we will tell you early so that you can send some elsewhere.",
            social::SALTMARSH,
        ],
        team: &[(&["Dominic Frost"], 780), (&["Leah Winter", "Tomasz Zielinski"], 630)],
        expenses: 4_200,
        scores: &[(3, 4, 3), (2, 3, 2), (4, 4, 4)],
    },
];
