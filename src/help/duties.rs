//! What each role may do, in plain words: the one table that the page of
//! roles is drawn from. Every role is in it, each in its own organisation.

use crate::accounts::model::Role;
use crate::accounts::model::Role::{
    Approver, Auditor, Bidder, ContractManager, DeliveryManager, Evaluator, ForceAdmin,
    MarketplaceManager, OperatorAdmin, ProviderAdmin, Requester, VettingOfficer,
};

/// A kind of organisation, what it is, its roles, and what each may do.
struct Duties {
    organisation: &'static str,
    about: &'static str,
    roles: &'static [Role],
    may: &'static [(&'static str, &'static [Role])],
}

const EVERY_FORCE_ROLE: &[Role] = &[Requester, Approver, Evaluator, ContractManager, ForceAdmin];
const EVERY_PROVIDER_ROLE: &[Role] = &[Bidder, DeliveryManager, ProviderAdmin];
const EVERY_OPERATOR_ROLE: &[Role] = &[VettingOfficer, MarketplaceManager, Auditor, OperatorAdmin];

const DUTIES: [Duties; 3] = [
    Duties {
        organisation: "Forces",
        about: "A force buys. Different people draft, approve, score and sign.",
        roles: EVERY_FORCE_ROLE,
        may: &[
            ("Read the force’s own requests and contracts", EVERY_FORCE_ROLE),
            ("Draft, copy and delete requests, and ask for their approval", &[Requester]),
            ("Answer providers’ questions, once for everyone", &[Requester]),
            (
                "Approve a request that someone else wrote, and publish it at once or at a time",
                &[Approver],
            ),
            ("Cancel a request, or end it without an award, with the reason", &[Approver]),
            (
                "Open the bids after the deadline, two people together",
                &[Requester, Approver, ContractManager],
            ),
            ("Score bids alone, without knowing whose they are, when on the panel", &[Evaluator]),
            (
                "Agree a panel’s scores with it and lock quality, when asked to chair it",
                &[Evaluator],
            ),
            ("Agree the quality scores and lock them, so that prices open", &[Requester, Approver]),
            (
                "Propose to disqualify a bid or change a score, and ask about a low price",
                &[Requester, Approver],
            ),
            ("Recommend an award", &[Requester]),
            ("Approve an award that someone else recommended", &[Approver]),
            ("Ask to withdraw an award, which an approver then does", &[Requester, Approver]),
            ("Lift the hold of a challenge that someone else raised", &[Approver]),
            ("Draw up, correct and sign the contract for the force", &[ContractManager]),
            ("Say, with a reason, what may be in place after a contract’s start", &[Approver]),
            ("Propose variations of a contract, and propose to end it early", &[ContractManager]),
            (
                "Approve a variation that changes a contract’s price or term, or send it back, when someone else proposed it",
                &[Approver],
            ),
            ("Confirm that a contract ends early, when someone else proposed it", &[Approver]),
            ("Invite colleagues, and give and take their roles", &[ForceAdmin]),
            ("Say from which value on a request takes two approvers", &[ForceAdmin]),
        ],
    },
    Duties {
        organisation: "Providers",
        about: "A provider sells. It is vetted for each lot before it may bid.",
        roles: EVERY_PROVIDER_ROLE,
        may: &[
            ("Read the company’s own bids and contracts", EVERY_PROVIDER_ROLE),
            ("Ask questions about a request, without being named", &[Bidder]),
            ("Write, submit and withdraw the company’s bids", &[Bidder]),
            ("Read the company’s outcome letters", EVERY_PROVIDER_ROLE),
            ("Explain a low price, and challenge an award in its standstill", &[Bidder]),
            ("Keep timesheets, milestones and invoices, once Muster has them", &[DeliveryManager]),
            ("Keep the dossier and apply to be admitted", &[ProviderAdmin]),
            ("Keep the register of specialists", &[ProviderAdmin]),
            ("Leave the framework", &[ProviderAdmin]),
            ("Accept the framework’s terms for the company", &[ProviderAdmin]),
            ("Sign contracts and variations for the company, or return them", &[ProviderAdmin]),
            ("Invite colleagues, and give and take their roles", &[ProviderAdmin]),
        ],
    },
    Duties {
        organisation: "The operator",
        about: "The operator runs the marketplace and takes no part in choosing who wins.",
        roles: EVERY_OPERATOR_ROLE,
        may: &[
            (
                "Read applications, contracts, published requests and the audit trail",
                EVERY_OPERATOR_ROLE,
            ),
            ("Read the files that providers attach as evidence", &[VettingOfficer, Auditor]),
            (
                "Decide on certificates, lots and changes, and propose an admission",
                &[VettingOfficer],
            ),
            ("Confirm an admission that another officer proposed", &[VettingOfficer]),
            ("Suspend or remove a provider, with the reason", &[VettingOfficer]),
            ("Keep lots, award criteria, day rates, the fee and the terms", &[MarketplaceManager]),
            (
                "Keep forces, thresholds, clearances, schemes and bank holidays",
                &[MarketplaceManager],
            ),
            ("Be told when anyone tries to open bids too early, and change nothing", &[Auditor]),
            ("Invite colleagues, and give and take their roles", &[OperatorAdmin]),
            ("Help people who lost their second factor, or were locked out", &[OperatorAdmin]),
            ("Send mail again that did not arrive", &[OperatorAdmin]),
        ],
    },
];

/// What nobody may do, whatever their role.
pub const NOBODY: &[&str] = &[
    "Read a bid, or learn how many there are, before the deadline has passed and two people have opened them.",
    "Read a price before every quality score is agreed and locked.",
    "Approve a request or an award of their own, even with both roles.",
    "Confirm their own proposal to admit a provider.",
    "Learn who asked a question, the force included.",
    "Move a deadline for one bidder and not for the others.",
    "Change or remove an entry of the audit trail.",
];

/// One line of a table: what may be done, and by which of its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// What may be done.
    pub what: &'static str,
    /// For each column, whether that role may do it.
    pub by: Vec<bool>,
}

/// The table of one kind of organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    /// The organisation.
    pub organisation: &'static str,
    /// What it is.
    pub about: &'static str,
    /// The columns.
    pub roles: Vec<&'static str>,
    /// The lines.
    pub duties: Vec<Duty>,
}

/// Every table.
pub fn matrices() -> Vec<Matrix> {
    DUTIES.iter().map(matrix).collect()
}

fn matrix(it: &Duties) -> Matrix {
    let duty = |(what, by): &(&'static str, &'static [Role])| Duty {
        what,
        by: it.roles.iter().map(|role| by.contains(role)).collect(),
    };
    Matrix {
        organisation: it.organisation,
        about: it.about,
        roles: it.roles.iter().map(|role| role.label()).collect(),
        duties: it.may.iter().map(duty).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_is_in_one_table_and_may_do_something_of_its_own() {
        for role in Role::ALL {
            let tables: Vec<&Duties> = DUTIES.iter().filter(|it| it.roles.contains(role)).collect();
            assert_eq!(tables.len(), 1, "{role:?}");
            let own = tables[0].may.iter().filter(|(_, by)| by.contains(role));
            let own = own.filter(|(_, by)| by.len() < tables[0].roles.len());
            assert!(own.count() > 0, "{role:?} may do nothing that not everyone may");
        }
    }

    #[test]
    fn no_line_names_a_role_of_another_organisation_or_nobody() {
        for table in &DUTIES {
            for (what, by) in table.may {
                assert!(!by.is_empty(), "{what}");
                assert!(by.iter().all(|role| table.roles.contains(role)), "{what}");
            }
        }
    }
}
