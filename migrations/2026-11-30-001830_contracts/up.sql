-- A contract has versions: the one that was offered, those that corrected it before both had signed, and variations.
-- What each says, and who signed it, moves from contracts to a table of its own; contracts keep what holds now.

create table contract_versions (
    id                 uuid primary key,
    contract_id        uuid not null references contracts,
    number             integer not null check (number > 0),
    kind               text not null check (kind in ('original', 'correction', 'variation')),
    state              text not null check (state in ('offered', 'provider_signed', 'signed', 'returned', 'withdrawn', 'lapsed')),
    document           text not null,
    document_hash      bytea not null check (length(document_hash) = 32),
    value              bigint not null check (value > 0), -- pence, excluding VAT
    expenses_cap       bigint not null check (expenses_cap >= 0 and expenses_cap <= value),
    fee_basis_points   integer not null check (fee_basis_points between 0 and 10000), -- of the day it was drawn up
    starts_on          date not null,
    ends_on            date not null check (ends_on >= starts_on),
    measures           text not null default '', -- what performance is judged by, one to a line
    particulars        text not null default '', -- what else was agreed
    reason             text not null default '', -- why it corrects or varies the one before
    made_by            uuid references users,
    made_at            timestamptz not null,
    provider_signed_by uuid references users,
    provider_signature text not null default '',
    provider_signed_at timestamptz,
    force_signed_by    uuid references users,
    force_signature    text not null default '',
    force_signed_at    timestamptz,
    settled_by         uuid references users, -- who returned or withdrew it
    settled_at         timestamptz,
    settled_words      text not null default '',
    unique (contract_id, number),
    -- Whoever changes what was agreed says why.
    check (kind = 'original' or reason <> ''),
    -- The provider signs first, and a version binds once both have signed.
    check (state not in ('provider_signed', 'signed') or provider_signed_at is not null),
    check ((state = 'signed') = (force_signed_at is not null)),
    check (state not in ('returned', 'withdrawn', 'lapsed') or settled_at is not null)
);
-- One at a time waits to be signed.
create unique index contract_versions_open on contract_versions (contract_id) where state in ('offered', 'provider_signed');

-- The price schedule of a version: day rates by role, and fixed prices.
create table contract_lines (
    version_id uuid not null references contract_versions,
    place      integer not null check (place > 0),
    kind       text not null check (kind in ('role', 'outcome')),
    title      text not null,
    sfia_level smallint,
    people     integer check (people > 0),
    days       integer check (days > 0),
    price      bigint not null check (price > 0), -- pence: the day rate of a role, or a fixed price
    primary key (version_id, place),
    check ((kind = 'role') = (people is not null and days is not null and sfia_level is not null))
);

-- What was not in place at the start and may come later, because an approver of the force said so.
create table contract_waivers (
    id          uuid primary key,
    contract_id uuid not null references contracts,
    kind        text not null check (kind in ('clearance', 'insurance')),
    subject     uuid not null,
    shortfall   text not null,
    reason      text not null check (reason <> ''),
    waived_by   uuid not null references users,
    waived_at   timestamptz not null,
    unique (contract_id, kind, subject, shortfall)
);

-- Ending a contract before its time takes two people of the force.
create table contract_terminations (
    id            uuid primary key,
    contract_id   uuid not null references contracts,
    reason        text not null check (reason in ('provider_default', 'no_longer_needed', 'by_agreement', 'insolvency', 'security', 'law', 'other')),
    words         text not null check (words <> ''),
    state         text not null check (state in ('proposed', 'confirmed', 'withdrawn')),
    proposed_by   uuid not null references users,
    proposed_at   timestamptz not null,
    settled_by    uuid references users,
    settled_at    timestamptz,
    check (state = 'proposed' or settled_at is not null),
    check (state <> 'confirmed' or (settled_by is not null and settled_by <> proposed_by))
);
create unique index contract_terminations_open on contract_terminations (contract_id) where state in ('proposed', 'confirmed');

-- Both sides were warned of a clearance: each last day and step once, however many workers there are.
create table contract_warnings (
    contract_id   uuid not null references contracts,
    specialist_id uuid not null,
    kind          text not null check (kind in ('nppv', 'nsv')),
    expires_on    date not null,
    step          text not null check (step in ('60_days', '28_days', '7_days', 'last_day', 'expired')),
    warned_at     timestamptz not null,
    primary key (contract_id, specialist_id, kind, expires_on, step)
);

insert into contract_versions (id, contract_id, number, kind, state, document, document_hash, value, expenses_cap, fee_basis_points, starts_on, ends_on,
    made_at, provider_signed_by, provider_signature, provider_signed_at, force_signed_by, force_signature, force_signed_at)
select gen_random_uuid(), c.id, 1, 'original',
    case when c.force_signed_at is not null then 'signed' when c.provider_signed_at is not null then 'provider_signed' else 'offered' end,
    c.document, c.document_hash, c.value, least(b.expenses_cap, c.value),
    coalesce((select f.basis_points from framework_fees f where f.valid_from <= c.created_at::date order by f.valid_from desc limit 1), 0), c.starts_on, c.ends_on,
    c.created_at, c.provider_signed_by, c.provider_signature, c.provider_signed_at, c.force_signed_by, c.force_signature, c.force_signed_at
from contracts c join awards a on a.id = c.award_id join bids b on b.id = a.bid_id;

insert into contract_lines (version_id, place, kind, title, sfia_level, people, days, price)
select v.id, row_number() over (partition by v.id order by r.position), 'role', r.title, r.sfia_level, r.people, r.days, t.day_rate
from contract_versions v join contracts c on c.id = v.contract_id join awards a on a.id = c.award_id
join bid_rates t on t.bid_id = a.bid_id join request_roles r on r.id = t.role_id
where r.removed_in is null and t.day_rate > 0;

-- The text of a version never changes, and one that is settled never changes at all.
create function contract_versions_stand_still() returns trigger language plpgsql as $$
begin
    if (new.contract_id, new.number, new.kind, new.document, new.document_hash, new.value, new.expenses_cap, new.fee_basis_points, new.starts_on, new.ends_on,
            new.measures, new.particulars, new.reason)
        is distinct from (old.contract_id, old.number, old.kind, old.document, old.document_hash, old.value, old.expenses_cap, old.fee_basis_points,
            old.starts_on, old.ends_on, old.measures, old.particulars, old.reason) then
        raise exception 'a contract''s document never changes' using errcode = '42501';
    end if;
    if old.state not in ('offered', 'provider_signed') then
        raise exception 'a version that is settled never changes' using errcode = '42501';
    end if;
    return new;
end $$;
create trigger contract_versions_document before update on contract_versions
    for each row execute function contract_versions_stand_still();

-- The version that holds, or the first that is offered; contracts say what it says.
drop trigger contracts_document on contracts;
drop function contracts_stand_still();
alter table contracts add column version integer not null default 1;
alter table contracts drop column document, drop column document_hash,
    drop column provider_signed_by, drop column provider_signature, drop column provider_signed_at,
    drop column force_signed_by, drop column force_signature, drop column force_signed_at;
alter table contracts drop constraint contracts_state_check;
alter table contracts add constraint contracts_state_check
    check (state in ('offered', 'returned', 'provider_signed', 'active', 'ended', 'terminated'));
create function contracts_say_what_was_agreed() returns trigger language plpgsql as $$
begin
    if (new.version, new.value, new.starts_on, new.ends_on) is distinct from (old.version, old.value, old.starts_on, old.ends_on)
        and not exists (select 1 from contract_versions v where v.contract_id = new.id and v.number = new.version
            and (v.value, v.starts_on, v.ends_on) = (new.value, new.starts_on, new.ends_on)) then
        raise exception 'a contract says what its version says' using errcode = '42501';
    end if;
    return new;
end $$;
create trigger contracts_agreed before update on contracts
    for each row execute function contracts_say_what_was_agreed();
create index contracts_running on contracts (ends_on) where state = 'active';
