-- People prove their addresses, are invited, and prove who they are in two ways.

alter table users
    -- When they showed that mail to their address reaches them.
    add column verified_at         timestamptz,
    add column password_changed_at timestamptz;
update users set verified_at = created_at;

alter table sessions
    -- What the person's own list of sessions calls it; the token's hash stays out of pages.
    add column id        uuid not null default gen_random_uuid() unique,
    -- When the person last proved who they are, to the full.
    add column proven_at timestamptz;
update sessions set proven_at = created_at;
alter table sessions alter column proven_at set not null;

-- What each person's browsers have called themselves, to tell them of a new one.
create table known_browsers (
    user_id    uuid not null references users on delete cascade,
    user_agent text not null,
    primary key (user_id, user_agent)
);
insert into known_browsers select distinct user_id, user_agent from sessions;

-- A link sent to an address works once, until it expires. Only its token's SHA-256 is kept.
create table mailed_links (
    token_hash bytea primary key check (length(token_hash) = 32),
    kind       text not null check (kind in ('verify', 'address', 'password')),
    user_id    uuid not null references users on delete cascade,
    -- The address it was sent to: for 'address', the one they are changing to.
    email      text not null,
    made_at    timestamptz not null,
    expires_at timestamptz not null,
    used_at    timestamptz
);
create index mailed_links_user on mailed_links (user_id);

create table invitations (
    id           uuid primary key,
    token_hash   bytea not null unique check (length(token_hash) = 32),
    email        text not null check (email = lower(email)),
    force_id     uuid references forces,
    provider_id  uuid references providers,
    is_operator  boolean not null default false,
    roles        text[] not null check (cardinality(roles) > 0),
    -- Nobody: from the command line.
    invited_by   uuid references users,
    invited_at   timestamptz not null,
    expires_at   timestamptz not null,
    accepted_at  timestamptz,
    withdrawn_at timestamptz,
    constraint invitations_one_organisation check (num_nonnulls(force_id, provider_id) + is_operator::int = 1),
    constraint invitations_one_end check (accepted_at is null or withdrawn_at is null)
);
create index invitations_force on invitations (force_id);
create index invitations_provider on invitations (provider_id);

-- The app that makes a person's six-digit codes.
create table authenticators (
    user_id      uuid primary key references users on delete cascade,
    secret       bytea not null,
    made_at      timestamptz not null,
    confirmed_at timestamptz,
    -- The last half-minute a code was taken from: each works once.
    last_step    bigint not null default 0
);

create table recovery_codes (
    user_id   uuid not null references users on delete cascade,
    code_hash bytea not null check (length(code_hash) = 32),
    used_at   timestamptz,
    primary key (user_id, code_hash)
);

create table passkeys (
    id            uuid primary key,
    user_id       uuid not null references users on delete cascade,
    credential_id bytea not null unique,
    name          text not null,
    credential    jsonb not null,
    made_at       timestamptz not null,
    last_used_at  timestamptz
);
create index passkeys_user on passkeys (user_id);

-- What the browser was asked to sign, until it answers.
create table passkey_challenges (
    token_hash bytea primary key check (length(token_hash) = 32),
    state      jsonb not null,
    made_at    timestamptz not null
);

-- The password was right; the code is still to come.
create table half_sign_ins (
    token_hash bytea primary key check (length(token_hash) = 32),
    user_id    uuid not null references users on delete cascade,
    begun_at   timestamptz not null
);

-- Someone lost their phone and their codes: two of the operator's people let them start again (four eyes).
create table factor_resets (
    id           uuid primary key,
    user_id      uuid not null references users on delete cascade,
    reason       text not null,
    asked_by     uuid not null references users,
    asked_at     timestamptz not null,
    confirmed_by uuid references users,
    confirmed_at timestamptz,
    set_aside_at timestamptz,
    constraint factor_resets_four_eyes check (confirmed_by <> asked_by),
    constraint factor_resets_not_own check (asked_by <> user_id and confirmed_by is distinct from user_id)
);
create unique index factor_resets_one_open on factor_resets (user_id) where confirmed_at is null and set_aside_at is null;

-- How many tries there may be, so that what is blocked can be seen.
alter table attempts add column most integer not null default 0;
create index attempts_window on attempts (window_start);

-- Mail that carries a secret link: nobody but its reader is shown it, and it is forgotten once sent.
alter table outbox add column secret boolean not null default false;
