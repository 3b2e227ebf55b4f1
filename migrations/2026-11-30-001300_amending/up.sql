-- Amendments: a published request is changed by a new version, and bids on the one before are confirmed again.

create table amendments (
    id           uuid primary key,
    request_id   uuid not null references requests,
    -- The version it was written on.
    from_version integer not null check (from_version > 0),
    state        text not null check (state in ('draft', 'awaiting_approval', 'published', 'dropped')),
    -- Why, for everyone to read.
    reason       text not null default '',
    -- What an approver wants changed.
    comment      text not null default '',
    created_by   uuid not null references users,
    created_at   timestamptz not null,
    submitted_by uuid references users,
    submitted_at timestamptz,
    -- Once published: the version it made, what changed, and what a bid on the version before cannot say yet.
    version      integer,
    published_by uuid references users,
    published_at timestamptz,
    material     boolean not null default false,
    changes      jsonb not null default '[]',
    unanswered   jsonb not null default '[]',
    -- Nobody approves their own amendment.
    constraint amendments_four_eyes check (published_by <> created_by and published_by <> submitted_by),
    constraint amendments_published_whole check
        ((state = 'published') = (version is not null and published_by is not null and published_at is not null)),
    constraint amendments_next_version check (version = from_version + 1)
);
-- One at a time: two people who change a request together see each other's changes.
create unique index amendments_under_way on amendments (request_id) where state in ('draft', 'awaiting_approval');
create unique index amendments_version on amendments (request_id, version) where version is not null;
create index amendments_request on amendments (request_id);

-- A page of an amendment as it was typed, and read again when it is published: what was right then may not be now.
create table amendment_sections (
    amendment_id uuid not null references amendments on delete cascade,
    section      text not null,
    typed        jsonb not null,
    primary key (amendment_id, section)
);

-- What an amendment takes out of a request stays known: bids written before name it.
alter table request_roles add column removed_in integer check (removed_in > 1);
alter table request_requirements add column removed_in integer check (removed_in > 1);
alter table request_criteria add column removed_in integer check (removed_in > 1);

alter table bids
    -- The version that the envelopes name; none where it is the one that the bid answers. A bid that was confirmed after
    -- an amendment answers a later version than it was written for.
    add column written_for integer check (written_for > 0),
    drop constraint bids_state_check,
    add constraint bids_state_check check (state in
        ('draft', 'submitted', 'needs_reconfirm', 'opened', 'scored', 'preferred', 'unsuccessful', 'disqualified')),
    add constraint bids_written_before check (written_for <= request_version);

do $$
declare
    old text;
begin
    -- Named by the database when it was made: a bid is replaced while it is submitted, or waits to be confirmed.
    select conname into strict old from pg_constraint
        where conrelid = 'bids'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%replacing_since IS NULL%';
    execute format('alter table bids drop constraint %I', old);
end $$;
alter table bids
    add constraint bids_replaced_while_sealed check (replacing_since is null or state in ('submitted', 'needs_reconfirm')),
    add constraint bids_reconfirmed_sealed check (state <> 'needs_reconfirm' or price_hash is not null);

-- Anything that makes, changes, confirms or takes back a submission must happen while the request is open, and before
-- it was closed.
create or replace function bids_stop_at_the_deadline() returns trigger language plpgsql as $$
declare
    closes timestamptz;
    stands text;
begin
    if new.state in ('submitted', 'needs_reconfirm')
        or (tg_op = 'UPDATE' and old.state in ('submitted', 'needs_reconfirm') and new.state = 'draft') then
        select closes_at, state into closes, stands from requests where id = new.request_id for share;
        if stands <> 'open' or muster_now() >= closes
            or exists (select from closings where request_id = new.request_id) then
            raise exception 'the deadline has passed' using errcode = 'MU001';
        end if;
    end if;
    return new;
end $$;

-- The deadline of a published request is one instant for everyone: it moves later, never earlier, and only before it
-- has passed; and so does the version. Whoever owns the tables tells the demonstration story, and is not held to it.
create function requests_are_amended_in_time() returns trigger language plpgsql as $$
begin
    if pg_has_role(current_user, (select relowner from pg_class where oid = 'public.requests'::regclass), 'member') then
        return new;
    end if;
    if muster_now() >= old.closes_at or exists (select from closings where request_id = old.id) then
        raise exception 'the deadline has passed' using errcode = 'MU001';
    end if;
    if new.closes_at is null or new.closes_at < old.closes_at or new.version < old.version then
        raise exception 'a deadline moves only later, for all' using errcode = 'MU002';
    end if;
    return new;
end $$;
create trigger requests_amended before update of closes_at, version on requests
    for each row when (old.published_at is not null) execute function requests_are_amended_in_time();
