-- After quality is locked the ranking still changes in three ways, each by two people and before an award: a bid is
-- disqualified, brought back, or scored again. What was frozen when quality was locked stays in quality_locks.
create table ranking_changes (
    id           uuid primary key,
    request_id   uuid not null references requests,
    bid_id       uuid not null references bids,
    kind         text not null check (kind in ('disqualify', 'reinstate', 'rescore')),
    state        text not null check (state in ('proposed', 'made', 'refused', 'withdrawn')),
    code         text, -- why a bid is disqualified
    criterion_id uuid references request_criteria,
    score        smallint check (score between 0 and 5),
    score_reason text not null default '', -- as the bidder will read it
    was_score    smallint,
    was_reason   text not null default '',
    reason       text not null,
    proposed_by  uuid not null references users,
    proposed_at  timestamptz not null,
    decided_by   uuid references users,
    decided_at   timestamptz,
    decision     text not null default '', -- why it was refused
    constraint ranking_changes_four_eyes check (decided_by <> proposed_by),
    check ((kind = 'disqualify') = (code is not null)),
    check ((kind = 'rescore') = (criterion_id is not null and score is not null)),
    check (state not in ('made', 'refused') or (decided_by is not null and decided_at is not null))
);
-- Whoever decides on a change sees what it does: one waits at a time.
create unique index ranking_changes_one_waits on ranking_changes (request_id) where state = 'proposed';
create index ranking_changes_request on ranking_changes (request_id, proposed_at);

-- The ranking after each change, numbered from 2: number 1 is the one of the lock.
create table ranking_snapshots (
    request_id uuid not null references requests,
    number     integer not null check (number > 1),
    change_id  uuid not null unique references ranking_changes,
    made_at    timestamptz not null,
    ranking    jsonb not null, -- exact decimals as text
    primary key (request_id, number)
);

-- A bidder whose price is abnormally low is asked to explain it before anything is held against the bid.
create table price_explanations (
    id          uuid primary key,
    request_id  uuid not null references requests,
    bid_id      uuid not null references bids,
    state       text not null check (state in ('asked', 'answered', 'accepted', 'rejected', 'withdrawn')),
    question    text not null,
    due_at      timestamptz not null,
    asked_by    uuid not null references users,
    asked_at    timestamptz not null,
    answer      text not null default '',
    answered_by uuid references users,
    answered_at timestamptz,
    closed_by   uuid references users,
    closed_at   timestamptz,
    closing     text not null default '', -- why it was accepted, rejected or withdrawn
    constraint price_explanations_four_eyes check (state <> 'accepted' or closed_by <> asked_by),
    check (state <> 'answered' or (answered_by is not null and answered_at is not null)),
    check (state not in ('accepted', 'rejected', 'withdrawn') or (closed_by is not null and closed_at is not null))
);
-- One question at a time.
create unique index price_explanations_one_open on price_explanations (bid_id) where state in ('asked', 'answered');
create index price_explanations_request on price_explanations (request_id, asked_at);
