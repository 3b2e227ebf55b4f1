-- Who chairs the panel of a request, if anybody does. Whoever leaves the panel chairs it no longer.
create table panel_chairs (
    request_id uuid primary key references requests on delete cascade,
    user_id    uuid not null,
    foreign key (request_id, user_id) references request_panel on delete cascade
);

-- What was changed of a panel after its request was published, and why.
create table panel_changes (
    id         uuid primary key,
    request_id uuid not null references requests,
    added      uuid[] not null,
    removed    uuid[] not null,
    chair      uuid references users, -- who chairs it from then on
    reason     text not null check (reason <> ''),
    changed_by uuid not null references users,
    changed_at timestamptz not null
);
create index panel_changes_request on panel_changes (request_id, changed_at);

-- What people who are to read bids declare about each company that bid, before they are shown anything of a bid.
create table conflict_declarations (
    bid_id      uuid not null references bids,
    user_id     uuid not null references users,
    conflict    boolean not null,
    words       text not null default '',
    declared_at timestamptz not null,
    primary key (bid_id, user_id),
    -- A conflict is told in words.
    constraint conflicts_in_words check (not conflict or words <> '')
);
create index conflict_declarations_user on conflict_declarations (user_id);

-- A conflict once declared stands: what somebody was recused from is not shown to them again.
create function conflicts_stand() returns trigger language plpgsql as $$
begin
    if old.conflict then
        raise exception 'a declared conflict stands' using errcode = '42501';
    end if;
    return new;
end $$;
create trigger conflict_declarations_stand before update on conflict_declarations
    for each row execute function conflicts_stand();

-- Scores and reasons as they are being typed: kept for whoever types them, and given to nobody.
create table score_halves (
    bid_id       uuid not null references bids,
    criterion_id uuid not null references request_criteria,
    user_id      uuid not null references users,
    agreed       boolean not null, -- of what the panel agrees, rather than of one's own
    score        text not null,
    reason       text not null,
    saved_at     timestamptz not null,
    primary key (bid_id, criterion_id, user_id, agreed)
);

-- By when the panel is asked to have scored every bid.
create table scoring_deadlines (
    request_id uuid primary key references requests,
    due_at     timestamptz not null,
    set_by     uuid references users, -- null: reckoned when the bids were opened
    set_at     timestamptz not null
);

-- Who was reminded of a deadline that passed. One that moves is another.
create table scoring_reminders (
    request_id  uuid not null references requests,
    user_id     uuid not null references users,
    due_at      timestamptz not null,
    reminded_at timestamptz not null,
    primary key (request_id, user_id, due_at)
);
