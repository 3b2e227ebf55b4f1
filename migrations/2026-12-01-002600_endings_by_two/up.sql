-- Ending a request without an award takes two people, unless its opening found no bids.
set local lock_timeout = '5s';
create table request_endings (
    id          uuid primary key,
    request_id  uuid not null references requests,
    state       text not null check (state in ('proposed', 'made', 'refused', 'taken_back')),
    reason      text not null, -- public once it is made
    proposed_by uuid not null references users,
    proposed_at timestamptz not null,
    decided_by  uuid references users,
    decided_at  timestamptz,
    decision    text not null default '', -- why the request goes on
    constraint request_endings_four_eyes check (case state
        when 'taken_back' then decided_by = proposed_by
        else decided_by <> proposed_by end),
    check ((state = 'proposed') = (decided_by is null and decided_at is null))
);
create unique index request_endings_one_waits on request_endings (request_id) where state = 'proposed';
create index request_endings_request on request_endings (request_id, proposed_at);
