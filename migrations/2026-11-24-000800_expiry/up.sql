-- Warnings before papers run out, and how often each person wants mail.

-- Cyber Essentials Plus is only given to holders of Cyber Essentials.
create function certificate_covers(held text, needed text) returns boolean language sql immutable as $$
    select held = needed or (held = 'cyber_essentials_plus' and needed = 'cyber_essentials')
$$;

-- What was warned of: each paper, last day and step once, however many workers there are.
create table expiry_warnings (
    kind        text not null check (kind in ('certificate', 'insurance', 'nppv', 'nsv')),
    paper       uuid not null,
    expires_on  date not null,
    step        text not null check (step in ('60_days', '28_days', '7_days', 'last_day', 'expired')),
    provider_id uuid not null references providers,
    warned_at   timestamptz not null,
    primary key (kind, paper, expires_on, step)
);

-- How often a person wants mail of the kinds that may be chosen; at once where nothing is said.
create table mail_preferences (
    user_id    uuid not null references users on delete cascade,
    kind       text not null check (kind in ('new_requests', 'expiry')),
    pace       text not null check (pace in ('at_once', 'daily', 'off')),
    changed_at timestamptz not null,
    primary key (user_id, kind),
    -- What keeps a company from bidding is always told.
    check (kind <> 'expiry' or pace <> 'off')
);

-- What a person is told once a day, or only in the service.
create table digest_items (
    id         uuid primary key,
    user_id    uuid not null references users on delete cascade,
    kind       text not null check (kind in ('new_requests', 'expiry')),
    cause      text not null,
    subject    text not null,
    link       text not null,
    at         timestamptz not null,
    -- When it went into a digest, or at once where the person wants no mail of its kind.
    settled_at timestamptz,
    constraint digest_items_once unique (user_id, cause)
);
create index digest_items_waiting on digest_items (user_id, at) where settled_at is null;

-- The end of a digest can be asked for with the token in it; only its SHA-256 is kept.
create table unsubscribe_tokens (
    token_hash bytea not null check (length(token_hash) = 32),
    kind       text not null check (kind in ('new_requests', 'expiry')),
    user_id    uuid not null references users on delete cascade,
    made_at    timestamptz not null,
    primary key (token_hash, kind)
);

-- Where one click ends mail of its kind: a path in the service, forgotten once the mail is sent.
alter table outbox add column unsubscribe text not null default '';
-- A worker is sending it: until then nobody else may.
alter table outbox add column taken_until timestamptz;
-- The operator looks through the mail by its age.
create index outbox_written on outbox (created_at desc, id desc);
