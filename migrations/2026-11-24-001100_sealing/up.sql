-- Sealed bids: what a bid says is kept in two envelopes from its submission to its opening.

do $$ begin
    if exists (select from bids where state = 'submitted') then
        raise exception 'bids were submitted to this database before bids were sealed: open them with the version before, or remove the folder var/ if this is the demonstration';
    end if;
end $$;

-- The keys of a request. Anyone may know the public half; the private half is wrapped under the sealing key, which is
-- not in the database.
create table request_keys (
    request_id  uuid not null references requests,
    envelope    text not null check (envelope in ('quality', 'price')),
    recipient   text not null,
    key_version integer not null,
    wrapped     bytea not null,
    primary key (request_id, envelope)
);

alter table bids
    -- SHA-256 of the other envelope; content_hash is that of the quality envelope.
    add column price_hash bytea check (length(price_hash) = 32),
    -- Since when another bid is written to take this one's place.
    add column replacing_since timestamptz,
    add check (state <> 'submitted' or price_hash is not null),
    add check (replacing_since is null or state = 'submitted');

create table sealed_bids (
    bid_id     uuid not null references bids on delete cascade,
    envelope   text not null check (envelope in ('quality', 'price')),
    ciphertext bytea not null,
    primary key (bid_id, envelope)
);

-- Envelopes that could not be opened, and what was wrong with them.
create table damaged_bids (
    bid_id   uuid primary key references bids on delete cascade,
    found_at timestamptz not null,
    what     text not null
);

-- What a provider was told when we took its bid, signed.
create table receipts (
    bid_id       uuid not null references bids on delete cascade,
    submitted_at timestamptz not null,
    text         text not null,
    primary key (bid_id, submitted_at)
);

-- What there was when the deadline passed: how many bids, and the root over the digests of their envelopes.
create table closings (
    request_id uuid primary key references requests,
    closed_at  timestamptz not null,
    bids       integer not null check (bids >= 0),
    root       bytea not null check (length(root) = 32),
    text       text not null
);

-- Anything that makes or changes a submission must happen while the request is open, and before it was closed: a change
-- that began in time may have waited for the one that closed it.
create or replace function bids_stop_at_the_deadline() returns trigger language plpgsql as $$
declare
    closes timestamptz;
    stands text;
begin
    if new.state = 'submitted' or (tg_op = 'UPDATE' and old.state = 'submitted' and new.state = 'draft') then
        select closes_at, state into closes, stands from requests where id = new.request_id for share;
        if stands <> 'open' or muster_now() >= closes
            or exists (select from closings where request_id = new.request_id) then
            raise exception 'the deadline has passed' using errcode = 'MU001';
        end if;
    end if;
    return new;
end $$;

-- An envelope comes and goes with its submission, and so it stops at the deadline too.
create function sealed_bids_stop_at_the_deadline() returns trigger language plpgsql as $$
declare
    asked uuid;
    closes timestamptz;
    stands text;
begin
    if tg_op = 'UPDATE' then
        raise exception 'a sealed bid is put in or taken out, and never changed';
    end if;
    select request_id into asked from bids where id = coalesce(new.bid_id, old.bid_id);
    if not found then
        return old; -- the bid itself is being deleted, which only the owner of the tables can do
    end if;
    select closes_at, state into closes, stands from requests where id = asked for share;
    if stands <> 'open' or muster_now() >= closes or exists (select from closings where request_id = asked) then
        raise exception 'the deadline has passed' using errcode = 'MU001';
    end if;
    if tg_op = 'DELETE' then
        return old;
    end if;
    return new;
end $$;
create trigger sealed_bids_deadline before insert or update or delete on sealed_bids
    for each row execute function sealed_bids_stop_at_the_deadline();
