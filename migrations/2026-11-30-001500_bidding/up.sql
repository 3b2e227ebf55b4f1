-- What is attached to a bid: readable while the bid is written, sealed from its submission to its opening.

-- A file of a bid is for those who write the bid. Once it is sealed, nothing readable of it is left, its name included.
alter table files add column of_bid boolean not null default false;

create function only_files_of_bids_are_forgotten() returns trigger language plpgsql as $$
begin
    if not old.of_bid then
        raise exception 'the row of a file stays when its content is erased';
    end if;
    return old;
end $$;
create trigger files_forgotten before delete on files
    for each row execute function only_files_of_bids_are_forgotten();

-- Content in store that nothing needs: it is announced here before it is put there, taken out when something needs it,
-- and put in again when nothing does any more. What stays is erased by the worker.
create table unneeded_content (
    storage_key text primary key,
    -- When the worker erases it, and how often it tried.
    next_at     timestamptz not null,
    tries       integer not null default 0
);
create index unneeded_content_due on unneeded_content (next_at);

-- What is attached to a bid that is being written. It is sealed as it comes, so that submitting has only to let go of
-- what is readable.
create table bid_attachments (
    file_id       uuid primary key references files on delete cascade,
    bid_id        uuid not null references bids on delete cascade,
    sealed_key    text not null unique,
    sealed_sha256 bytea not null check (length(sealed_sha256) = 32)
);
create index bid_attachments_bid on bid_attachments (bid_id);

-- What is attached to a bid that is submitted: where its sealed content is. What it is called, and the digests of what
-- is in it, the quality envelope says.
create table sealed_attachments (
    bid_id      uuid not null references bids on delete cascade,
    number      smallint not null check (number between 1 and 20),
    storage_key text not null unique,
    primary key (bid_id, number)
);
-- It comes and goes with its bid's envelopes, and so it stops at the deadline too.
create trigger sealed_attachments_deadline before insert or update or delete on sealed_attachments
    for each row execute function sealed_bids_stop_at_the_deadline();

-- What the quality envelope said of them, once it is open.
create table opened_attachments (
    bid_id        uuid not null references bids on delete cascade,
    number        smallint not null,
    name          text not null,
    media_type    text not null,
    bytes         bigint not null check (bytes > 0),
    sha256        bytea not null check (length(sha256) = 32),
    sealed_sha256 bytea not null check (length(sealed_sha256) = 32),
    -- Empty where nothing was found in its place.
    storage_key   text not null,
    -- What turned out to be wrong with it.
    damage        text not null default '',
    primary key (bid_id, number)
);

-- Who was reminded of a bid that is started and not submitted: once for each mark before one deadline.
create table bid_reminders (
    bid_id      uuid not null references bids on delete cascade,
    closes_at   timestamptz not null,
    hours       smallint not null check (hours in (4, 48)),
    reminded_at timestamptz not null,
    primary key (bid_id, closes_at, hours)
);
