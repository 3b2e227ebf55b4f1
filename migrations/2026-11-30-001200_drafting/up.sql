-- Drafting and approval: what a request may come to, how many approvers that takes, what approvers said when they sent
-- one back, when an approved one is to be published, pages that are half written, and documents.

-- Optional extra work on top of the budget, in pence, excluding VAT.
alter table requests add column options_value bigint not null default 0 check (options_value >= 0);

-- Up to which estimated value (VAT included, in pence) one approver is enough; above it a request needs two. The newest
-- row of a force holds for it, and the newest without a force for every force that has none of its own.
create table approval_bands (
    id       uuid primary key,
    force_id uuid references forces,
    one_up_to bigint not null check (one_up_to >= 0),
    set_by   uuid references users,
    set_at   timestamptz not null
);
create index approval_bands_force on approval_bands (force_id, id desc);
insert into approval_bands (id, force_id, one_up_to, set_by, set_at) values
    ('00000000-0000-7000-8000-000000000001', null, 100000000, null, '2026-01-01');

-- What an approver said when they sent a request back. It stands, whatever becomes of the request afterwards.
create table request_returns (
    id          uuid primary key,
    request_id  uuid not null references requests on delete cascade,
    returned_by uuid not null references users,
    returned_at timestamptz not null,
    -- About the request as a whole; empty where the sections say it all.
    comment     text not null default ''
);
create index request_returns_request on request_returns (request_id, returned_at);
create table request_return_comments (
    return_id uuid not null references request_returns on delete cascade,
    section   text not null,
    comment   text not null check (comment <> ''),
    primary key (return_id, section)
);

-- When a request that has every approval it needs is to be published. The row goes when it is, when the approval is
-- taken back, or when the request can no longer be published at that time.
create table request_schedules (
    request_id uuid primary key references requests on delete cascade,
    publish_at timestamptz not null,
    set_by     uuid not null references users,
    set_at     timestamptz not null,
    check (publish_at > set_at)
);
create index request_schedules_due on request_schedules (publish_at);

-- A page of a draft that somebody has begun to write and that does not hold yet: what they typed, as they typed it.
create table request_halves (
    request_id uuid not null references requests on delete cascade,
    section    text not null,
    typed      jsonb not null check (jsonb_typeof(typed) = 'array'),
    saved_by   uuid not null references users,
    saved_at   timestamptz not null,
    primary key (request_id, section)
);

-- Files that go with a request. Whose eyes they are for follows from the request.
create table request_documents (
    file_id    uuid primary key references files,
    request_id uuid not null references requests on delete cascade,
    added_by   uuid not null references users,
    added_at   timestamptz not null
);
create index request_documents_request on request_documents (request_id, added_at);

-- Only a draft that nobody outside its force has seen can be deleted.
create function requests_keep_what_was_published() returns trigger language plpgsql as $$
begin
    if old.published_at is not null or old.state <> 'draft' then
        raise exception 'only a draft can be deleted';
    end if;
    return old;
end $$;
create trigger requests_only_drafts_go before delete on requests
    for each row execute function requests_keep_what_was_published();
