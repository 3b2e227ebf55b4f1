-- An award above its force's band takes two approvers; the first stands here until the second is the last.
alter table awards
    add column first_approved_by uuid references users,
    add column first_approved_at timestamptz,
    add column standstill_told_at timestamptz; -- when the force and the winner were told that it is over
alter table awards add constraint awards_two_approvers
    check (first_approved_by <> recommended_by and first_approved_by <> approved_by) not valid;
alter table awards validate constraint awards_two_approvers;

-- Taking an approved award back: asked for by one, done by another. The reason is public once it is done.
create table award_withdrawals (
    id          uuid primary key,
    request_id  uuid not null references requests,
    award_id    uuid not null references awards,
    state       text not null check (state in ('proposed', 'made', 'refused')),
    reason      text not null,
    proposed_by uuid not null references users,
    proposed_at timestamptz not null,
    decided_by  uuid references users,
    decided_at  timestamptz,
    decision    text not null default '', -- why the award stays
    constraint award_withdrawals_four_eyes check (decided_by <> proposed_by),
    check ((state = 'proposed') = (decided_by is null and decided_at is null))
);
create unique index award_withdrawals_one_waits on award_withdrawals (award_id) where state = 'proposed';
create index award_withdrawals_request on award_withdrawals (request_id, proposed_at);
create trigger public_parts_arrived after insert on award_withdrawals referencing new table as arrived
    for each statement execute function public_parts_arrived();
create trigger public_parts_changed after update on award_withdrawals referencing new table as arrived
    for each statement execute function public_parts_arrived();
create trigger public_parts_gone after delete on award_withdrawals referencing old table as gone
    for each statement execute function public_parts_gone();

-- A challenge puts the award on hold while it is open.
create table award_challenges (
    id          uuid primary key,
    request_id  uuid not null references requests,
    award_id    uuid not null references awards,
    provider_id uuid references providers, -- nobody's, if it came from elsewhere
    by_force    boolean not null,          -- whether the force recorded it
    state       text not null check (state in ('raised', 'lifted', 'upheld', 'withdrawn')),
    words       text not null,
    raised_by   uuid not null references users,
    raised_at   timestamptz not null,
    decided_by  uuid references users,
    decided_at  timestamptz,
    decision    text not null default '',  -- why the award stands
    -- A withdrawn award, which upholds a challenge, has four eyes of its own.
    constraint award_challenges_four_eyes check (state <> 'lifted' or decided_by <> raised_by),
    check (by_force or provider_id is not null),
    check ((state = 'raised') = (decided_at is null))
);
-- A company has one open challenge to an award that it raised itself.
create unique index award_challenges_one_open on award_challenges (award_id, provider_id) where state = 'raised' and not by_force;
create index award_challenges_request on award_challenges (request_id, raised_at);
