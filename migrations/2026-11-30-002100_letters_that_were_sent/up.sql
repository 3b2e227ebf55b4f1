-- Every outcome letter, as it was sent with an award: what is decided later changes nothing of what a bidder was told.
create table outcome_letters (
    id       uuid primary key,
    award_id uuid not null references awards,
    bid_id   uuid not null references bids,
    sent_at  timestamptz not null,
    said     jsonb not null, -- exact decimals as text
    -- One letter to a bidder about an award.
    constraint outcome_letters_once unique (award_id, bid_id)
);
create index outcome_letters_bid on outcome_letters (bid_id, sent_at);
create trigger outcome_letters_append_only before update or delete on outcome_letters
    for each row execute function append_only();
create trigger outcome_letters_no_truncate before truncate on outcome_letters
    for each statement execute function append_only();

-- What the last check of admission, certificates and clearances found when an award was decided: registers move on.
create table award_checks (
    award_id   uuid primary key references awards,
    checked_at timestamptz not null,
    found      jsonb not null
);
create trigger award_checks_append_only before update or delete on award_checks
    for each row execute function append_only();
create trigger award_checks_no_truncate before truncate on award_checks
    for each statement execute function append_only();
