-- Who asked for a new password. The answer on the page is given before anybody
-- looks whose address it is; the worker does that, and takes the row away.
create table forgotten_passwords (
    id       uuid primary key,
    -- As it was typed: it need not be anybody's.
    email    text not null check (email = lower(email)),
    -- The call it was asked in, for the audit trail.
    call     text not null,
    asked_at timestamptz not null
);
