-- Requests that a person wants to hear more of. Nobody else is told that they do, the force neither.
create table request_watches (
    request_id uuid not null references requests on delete cascade,
    user_id    uuid not null references users on delete cascade,
    since      timestamptz not null,
    primary key (request_id, user_id)
);
create index request_watches_user on request_watches (user_id);

-- A search to be made again and again: whoever saved it is told of each new request that it finds.
create table saved_searches (
    id        uuid primary key,
    user_id   uuid not null references users on delete cascade,
    name      text not null check (char_length(name) between 1 and 80),
    -- As the address of the list has it, after its `?`.
    search    text not null,
    pace      text not null check (pace in ('at_once', 'daily', 'off')),
    saved_at  timestamptz not null,
    -- Up to when what was published has been told.
    looked_at timestamptz not null,
    constraint saved_searches_one_name unique (user_id, name)
);
create index saved_searches_looked on saved_searches (looked_at);

-- What they find goes into the daily digest too. How often is chosen for each search, so it is no mail preference.
alter table digest_items drop constraint digest_items_kind_check;
alter table digest_items add constraint digest_items_kind_check check (kind in ('new_requests', 'expiry', 'saved_searches')) not valid;
alter table digest_items validate constraint digest_items_kind_check;
alter table unsubscribe_tokens drop constraint unsubscribe_tokens_kind_check;
alter table unsubscribe_tokens add constraint unsubscribe_tokens_kind_check
    check (kind in ('new_requests', 'expiry', 'saved_searches')) not valid;
alter table unsubscribe_tokens validate constraint unsubscribe_tokens_kind_check;
