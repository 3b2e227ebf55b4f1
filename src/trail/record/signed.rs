//! What was signed: contracts with their versions, waivers and terminations.

use diesel_async::AsyncPgConnection;

use super::model::Table;
use super::tables::Names;
use crate::contracts::ending::model::Termination;
use crate::contracts::gates::model::Waiver;
use crate::contracts::model::Contract;
use crate::contracts::schedule::Line;
use crate::contracts::versions::model::Version;
use crate::contracts::{self, ending, gates, versions};
use crate::error::Result;
use crate::evaluation;
use crate::types::ids::{RequestId, UserId};
use crate::web::sheet::Cell;

/// A row that begins with the contract's reference.
fn of(contract: &Contract, cells: impl IntoIterator<Item = Cell>) -> Vec<Cell> {
    let mut row = vec![contract.reference.as_str().into()];
    row.extend(cells);
    row
}

/// All of it, contract by contract.
pub async fn all(conn: &mut AsyncPgConnection, request: RequestId) -> Result<[Table; 6]> {
    const CONTRACTS: &[&str] = &[
        "Contract",
        "Provider",
        "State",
        "Version in force or offered last",
        "At most, excluding VAT",
        "First day",
        "Last day",
        "Drawn up",
    ];
    let all = contracts::queries::ever_of(conn, request).await?;
    let companies: Vec<_> = all.iter().map(|it| it.provider_id).collect();
    let companies = evaluation::queries::provider_names(conn, &companies).await?;
    let heads = all.iter().map(|it| {
        of(
            it,
            [
                companies.get(&it.provider_id).map(String::as_str).into(),
                it.state.label().into(),
                i64::from(it.version).into(),
                it.value.to_string().into(),
                it.starts_on.into(),
                it.ends_on.into(),
                it.created_at.into(),
            ],
        )
    });
    let heads = Table::new("contracts", "Contracts", CONTRACTS, heads);
    let ids: Vec<_> = all.iter().map(|it| it.id).collect();
    let drawn = versions::queries::of_each(conn, &ids).await?;
    let lines = versions::queries::lines(conn, &drawn).await?;
    let endings = ending::queries::ever(conn, &ids).await?;
    let waived = gates::queries::waivers_of(conn, &ids).await?;
    let names = Names::of(conn, people(&drawn, &endings)).await?;
    let (mut each, mut changes, mut priced) = (vec![], vec![], vec![]);
    let (mut waivers, mut ended) = (vec![], vec![]);
    for contract in &all {
        for version in drawn.iter().filter(|it| it.contract_id == contract.id) {
            each.push(of(contract, version_row(version, &names)));
            changes.extend(changed(version).map(|it| of(contract, it)));
            let lines = lines.get(&version.id).into_iter().flatten();
            priced.extend(lines.map(|it| of(contract, price_row(version, it))));
        }
        let waived = waived.get(&contract.id).into_iter().flatten();
        waivers.extend(waived.map(|it| of(contract, waiver_row(it))));
        let endings = endings.iter().filter(|it| it.contract_id == contract.id);
        ended.extend(endings.map(|it| of(contract, ending_row(it, &names))));
    }
    const CHANGES: &[&str] = &["Contract", "Version", "What", "Was", "Becomes"];
    const PRICES: &[&str] = &["Contract", "Version", "For", "Priced", "People", "Days", "Price"];
    const WAIVERS: &[&str] =
        &["Contract", "What was missing", "Why it may come later", "By", "When"];
    Ok([
        heads,
        Table::new("contract-versions", "Versions of contracts", VERSIONS, each),
        Table::new("contract-changes", "What each version changed", CHANGES, changes),
        Table::new("contract-prices", "Price schedules of contracts", PRICES, priced),
        Table::new("waivers", "What may come after the start", WAIVERS, waivers),
        Table::new("terminations", "Endings before the last day", ENDINGS, ended),
    ])
}

/// Everyone who did something about them.
fn people(drawn: &[Version], endings: &[Termination]) -> Vec<UserId> {
    let drawn = drawn.iter().flat_map(|it| {
        let approved = [it.first_approved_by, it.approved_by];
        [it.made_by, it.provider_signed_by, it.force_signed_by].into_iter().chain(approved)
    });
    let ended = endings.iter().flat_map(|it| [Some(it.proposed_by), it.settled_by]);
    drawn.chain(ended).flatten().collect()
}

fn price_row(version: &Version, it: &Line) -> [Cell; 6] {
    let (people, days) = (it.people.map(i64::from), it.days.map(i64::from));
    [
        i64::from(version.number).into(),
        it.title.as_str().into(),
        it.kind.label().into(),
        people.into(),
        days.into(),
        it.price.to_string().into(),
    ]
}

const VERSIONS: &[&str] = &[
    "Contract",
    "Version",
    "Kind",
    "State",
    "SHA-256 of the text",
    "At most, excluding VAT",
    "First day",
    "Last day",
    "Why",
    "Drawn up by",
    "Drawn up",
    "Approved first by",
    "When",
    "Approved by",
    "When",
    "Signed for the provider",
    "By the account of",
    "When",
    "Signed for the force",
    "By the account of",
    "When",
    "Settled otherwise",
    "In words",
];

fn version_row(it: &Version, names: &Names) -> [Cell; 22] {
    [
        i64::from(it.number).into(),
        it.kind.label().into(),
        it.state.label().into(),
        it.digest().into(),
        it.value.to_string().into(),
        it.starts_on.into(),
        it.ends_on.into(),
        it.reason.as_str().into(),
        names.name(it.made_by),
        it.made_at.into(),
        names.name(it.first_approved_by),
        it.first_approved_at.into(),
        names.name(it.approved_by),
        it.approved_at.into(),
        it.provider_signature.as_str().into(),
        names.name(it.provider_signed_by),
        it.provider_signed_at.into(),
        it.force_signature.as_str().into(),
        names.name(it.force_signed_by),
        it.force_signed_at.into(),
        it.settled_at.into(),
        it.settled_words.as_str().into(),
    ]
}

/// What a version changes, as it says itself, and how far that is from what was first agreed.
fn changed(version: &Version) -> impl Iterator<Item = Vec<Cell>> {
    let number = i64::from(version.number);
    let rows = version.changes().into_iter().map(move |cells| {
        let cells = cells.into_iter().chain(std::iter::repeat(String::new())).take(3);
        std::iter::once(number.into()).chain(cells.map(Cell::from)).collect()
    });
    let facts = version.facts().into_iter().map(move |fact| {
        vec![number.into(), "Beside what was first agreed".into(), "".into(), fact.into()]
    });
    rows.chain(facts)
}

fn waiver_row(it: &Waiver) -> [Cell; 4] {
    let words = [&it.shortfall, &it.reason, &it.by].map(|it| Cell::from(it.as_str()));
    let [missing, why, by] = words;
    [missing, why, by, it.waived_at.into()]
}

const ENDINGS: &[&str] = &[
    "Contract",
    "Ground",
    "In words",
    "State",
    "Proposed by",
    "Proposed",
    "Decided by",
    "Decided",
];

fn ending_row(it: &Termination, names: &Names) -> [Cell; 7] {
    [
        it.reason.label().into(),
        it.words.as_str().into(),
        it.state.label().into(),
        names.name(it.proposed_by),
        it.proposed_at.into(),
        names.name(it.settled_by),
        it.settled_at.into(),
    ]
}
