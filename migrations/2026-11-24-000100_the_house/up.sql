-- The whole house, once. Later migrations expand it; none rewrites it.

-- ── Reference data ─────────────────────────────────────────────────────────

create table regions (
    code text primary key,
    name text not null,
    rocu text -- the regional organised crime unit, where there is one
);

create table forces (
    id                    uuid primary key,
    slug                  text not null unique,
    name                  text not null,
    kind                  text not null check (kind in ('territorial', 'special', 'agency', 'fictional')),
    region_code           text not null references regions,
    -- The contracting authority is not always the force itself.
    contracting_authority text not null,
    procurement_regime    text not null check (procurement_regime in ('england_wales', 'northern_ireland', 'scotland')),
    email_domain          text,
    valid_from            date not null,
    valid_to              date check (valid_to > valid_from),
    succeeded_by          uuid references forces
);

create table bank_holidays (
    day      date not null,
    division text not null,
    title    text not null,
    primary key (day, division)
);

create table thresholds (
    name         text not null,
    amount_pence bigint not null check (amount_pence > 0),
    valid_from   date not null,
    valid_to     date check (valid_to > valid_from),
    source       text not null,
    primary key (name, valid_from)
);

create table specialisms (
    code     text primary key,
    name     text not null unique,
    position integer not null
);

create table sfia_levels (
    level smallint primary key check (level between 1 and 7),
    name  text not null
);

create table police_vetting_levels (
    code        text primary key,
    rank        smallint not null unique,
    name        text not null,
    valid_years smallint
);

create table security_clearance_levels (
    code        text primary key,
    rank        smallint not null unique,
    name        text not null,
    valid_years smallint
);

create table assurance_schemes (
    code         text primary key,
    name         text not null,
    valid_months smallint,
    mandatory    boolean not null,
    position     integer not null
);

create table frameworks (
    id               uuid primary key,
    name             text not null,
    starts_on        date not null,
    ends_on          date not null check (ends_on > starts_on),
    -- The one fee: a percentage of the value of each contract, in hundredths of a percent.
    fee_basis_points integer not null check (fee_basis_points between 0 and 10000),
    terms_version    integer not null
);

create table framework_criteria (
    code         text primary key,
    framework_id uuid not null references frameworks,
    name         text not null,
    position     integer not null,
    is_price     boolean not null
);

create table lots (
    code         text primary key,
    framework_id uuid not null references frameworks,
    name         text not null unique,
    description  text not null,
    position     integer not null
);

-- ── Providers and people ───────────────────────────────────────────────────

create table providers (
    id                        uuid primary key,
    slug                      text not null unique,
    name                      text not null,
    company_number            text,
    address                   text not null default '',
    region_code               text references regions,
    size                      text check (size in ('sme', 'large')),
    contact_name              text not null default '',
    contact_email             text not null default '',
    contact_phone             text not null default '',
    conflict_statement        text not null default '',
    modern_slavery_statement  text not null default '',
    data_protection_statement text not null default '',
    ico_number                text not null default '',
    state                     text not null check (state in
        ('registered', 'applied', 'clarifying', 'admitted', 'suspended', 'rejected', 'left', 'removed')),
    -- Why it was rejected, suspended or removed, or what more is asked.
    state_reason              text not null default '',
    created_at                timestamptz not null,
    applied_at                timestamptz,
    admitted_at               timestamptz,
    -- An application carries at least a company number and a size.
    check (state in ('registered', 'rejected') or (company_number is not null and size is not null))
);
-- One company, one dossier.
create unique index providers_one_per_company on providers (company_number) where state not in ('left', 'removed');

create table users (
    id                uuid primary key,
    email             text not null check (email = lower(email)),
    name              text not null,
    password_hash     text not null,
    force_id          uuid references forces,
    provider_id       uuid references providers,
    is_operator       boolean not null default false,
    is_active         boolean not null default true,
    created_at        timestamptz not null,
    last_signed_in_at timestamptz,
    -- A person belongs to exactly one organisation.
    constraint users_one_organisation check (num_nonnulls(force_id, provider_id) + is_operator::int = 1)
);
create unique index users_email on users (email);
create index users_force on users (force_id);
create index users_provider on users (provider_id);

create table user_roles (
    user_id uuid not null references users on delete cascade,
    role    text not null check (role in (
        'requester', 'approver', 'evaluator', 'contract_manager', 'force_admin',
        'bidder', 'delivery_manager', 'provider_admin',
        'vetting_officer', 'marketplace_manager', 'auditor', 'operator_admin')),
    primary key (user_id, role)
);

create table sessions (
    -- SHA-256 of the token; the token itself is only ever in the person's browser.
    token_hash   bytea primary key check (length(token_hash) = 32),
    user_id      uuid not null references users on delete cascade,
    csrf         text not null,
    created_at   timestamptz not null,
    last_seen_at timestamptz not null,
    user_agent   text not null default ''
);
create index sessions_user on sessions (user_id);

-- How often something was tried in a window of time; every server counts here.
create table attempts (
    bucket       text not null,
    window_start timestamptz not null,
    tries        integer not null,
    primary key (bucket, window_start)
);

-- Answers to things that must happen once: the same key gets the same answer.
create table once_keys (
    key       uuid primary key,
    actor_id  uuid not null,
    body_hash bytea not null,
    location  text not null,
    at        timestamptz not null
);

create table provider_declarations (
    provider_id uuid not null references providers on delete cascade,
    code        text not null,
    answer      boolean not null,
    explanation text not null default '',
    primary key (provider_id, code)
);

create table provider_certificates (
    id          uuid primary key,
    provider_id uuid not null references providers on delete cascade,
    scheme      text not null references assurance_schemes,
    number      text not null,
    issued_on   date not null,
    expires_on  date not null check (expires_on > issued_on),
    decision    text not null default 'waiting' check (decision in ('waiting', 'accepted', 'refused')),
    reason      text not null default '',
    unique (provider_id, scheme, number)
);

create table provider_insurances (
    id          uuid primary key,
    provider_id uuid not null references providers on delete cascade,
    kind        text not null check (kind in ('professional_indemnity', 'public_liability', 'employers_liability', 'cyber')),
    cover_pence bigint not null check (cover_pence > 0),
    expires_on  date,
    -- May be promised: in place by the start of the contract.
    by_start    boolean not null default false,
    check (by_start or expires_on is not null),
    unique (provider_id, kind)
);

-- Admission is per lot.
create table provider_lots (
    provider_id uuid not null references providers on delete cascade,
    lot_code    text not null references lots,
    evidence    text not null,
    decision    text not null default 'waiting' check (decision in ('waiting', 'admit', 'refuse')),
    reason      text not null default '',
    admitted_at timestamptz,
    primary key (provider_id, lot_code)
);

-- The highest day rate the provider may bid for a lot and SFIA level.
create table rate_ceilings (
    provider_id uuid not null,
    lot_code    text not null,
    sfia_level  smallint not null references sfia_levels,
    day_rate    bigint not null check (day_rate > 0),
    primary key (provider_id, lot_code, sfia_level),
    foreign key (provider_id, lot_code) references provider_lots on delete cascade
);

create table specialists (
    id             uuid primary key,
    provider_id    uuid not null references providers on delete cascade,
    name           text not null,
    sfia_level     smallint not null references sfia_levels,
    skills         text not null default '',
    certifications text not null default '',
    nppv           text references police_vetting_levels,
    nppv_expires   date,
    nppv_sponsor   text not null default '',
    nsv            text not null default 'none' references security_clearance_levels,
    nsv_expires    date,
    available_from date,
    right_to_work  boolean not null default false,
    retired_at     timestamptz,
    check (nppv is null or nppv_expires is not null),
    check (nsv = 'none' or nsv_expires is not null)
);
create index specialists_provider on specialists (provider_id);

create table specialist_specialisms (
    specialist_id uuid not null references specialists on delete cascade,
    specialism    text not null references specialisms,
    primary key (specialist_id, specialism)
);

-- A vetting officer proposes, a second one confirms (four eyes).
create table vetting_decisions (
    id           uuid primary key,
    provider_id  uuid not null references providers,
    outcome      text not null check (outcome in ('admit', 'reject')),
    reason       text not null,
    proposed_by  uuid not null references users,
    proposed_at  timestamptz not null,
    confirmed_by uuid references users,
    confirmed_at timestamptz,
    set_aside_at timestamptz,
    constraint vetting_four_eyes check (confirmed_by <> proposed_by)
);
create unique index vetting_one_open on vetting_decisions (provider_id)
    where confirmed_at is null and set_aside_at is null;

-- ── Requests ───────────────────────────────────────────────────────────────

create table reference_counters (
    kind text not null,
    year integer not null,
    last integer not null,
    primary key (kind, year)
);

create table requests (
    id                  uuid primary key,
    reference           text not null unique,
    force_id            uuid not null references forces,
    state               text not null check (state in
        ('draft', 'awaiting_approval', 'open', 'evaluating', 'decided', 'standstill', 'contracted', 'cancelled', 'no_award')),
    version             integer not null default 1,
    title               text not null check (char_length(title) between 1 and 100),
    lot_code            text references lots,
    summary             text not null default '',
    why                 text not null default '',
    problem             text not null default '',
    team                text not null default '',
    outcomes            text not null default '',
    region_code         text references regions,
    remote              text not null default 'hybrid' check (remote in ('on_site', 'hybrid', 'remote')),
    site                text not null default '',
    working             text not null default '',
    starts_on           date,
    length_months       integer check (length_months between 1 and 48),
    extension_months    integer not null default 0 check (extension_months between 0 and 24),
    route               text check (route in ('mini_competition', 'urgent', 'direct')),
    route_reason        text not null default '',
    direct_provider     uuid references providers,
    budget              bigint check (budget > 0), -- pence, excluding VAT
    budget_shown        boolean not null default true,
    ir35                text check (ir35 in ('contracted_out_service', 'supply_of_resource')),
    classification      text check (classification in ('official', 'official_sensitive')),
    certifications      text not null default '',
    price_method        text not null default 'lowest' check (price_method in ('lowest', 'linear', 'per_quality_point')),
    scale_max           smallint not null default 5 check (scale_max in (4, 5)),
    social_value_reason text not null default '',
    conflict_assessment text not null default '',
    standstill_days     integer not null default 0 check (standstill_days = 0 or standstill_days >= 8),
    questions_close_at  timestamptz,
    closes_at           timestamptz,
    source              text not null default '', -- where a demonstration scenario comes from
    returned_comment    text not null default '',
    end_reason          text not null default '',
    created_by          uuid not null references users,
    created_at          timestamptz not null,
    submitted_by        uuid references users,
    submitted_at        timestamptz,
    approved_by         uuid references users,
    -- Urgent requests have a second approver.
    second_approved_by  uuid references users,
    published_at        timestamptz,
    search              tsvector generated always as (
        setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', summary), 'B')
        || setweight(to_tsvector('english', problem || ' ' || why || ' ' || outcomes), 'C')) stored,
    -- Nobody approves their own draft.
    constraint requests_four_eyes check (approved_by <> submitted_by and approved_by <> created_by),
    constraint requests_second_approver check (second_approved_by <> approved_by and second_approved_by <> submitted_by
        and second_approved_by <> created_by),
    -- What is published has a deadline, a lot and a route.
    constraint requests_published_whole check (published_at is null or
        (closes_at is not null and lot_code is not null and route is not null))
);
create index requests_force on requests (force_id, state);
-- The public list, newest first, reads this and stops.
create index requests_public on requests (published_at desc, id desc) where published_at is not null;
create index requests_closing on requests (closes_at, id) where published_at is not null;
create index requests_search on requests using gin (search);

create table request_specialisms (
    request_id uuid not null references requests on delete cascade,
    specialism text not null references specialisms,
    primary key (request_id, specialism)
);

create table request_roles (
    id         uuid primary key,
    request_id uuid not null references requests on delete cascade,
    position   integer not null,
    title      text not null,
    sfia_level smallint not null references sfia_levels,
    people     integer not null check (people between 1 and 100),
    days       integer not null check (days between 1 and 2000), -- for each person
    nppv       text references police_vetting_levels,
    nsv        text not null default 'none' references security_clearance_levels,
    needed_by  text not null default 'start' check (needed_by in ('bid', 'award', 'start'))
);
create index request_roles_request on request_roles (request_id);

create table request_requirements (
    id         uuid primary key,
    request_id uuid not null references requests on delete cascade,
    position   integer not null,
    kind       text not null check (kind in ('essential', 'nice_to_have')),
    text       text not null
);
create index request_requirements_request on request_requirements (request_id);

-- An award criterion, drawn from the framework's and refined, with the question it is scored on.
-- Price is a criterion too, without a question.
create table request_criteria (
    id         uuid primary key,
    request_id uuid not null references requests on delete cascade,
    criterion  text not null references framework_criteria,
    weight     integer not null check (weight between 1 and 100),
    question   text not null default '',
    guidance   text not null default '',
    word_limit integer not null default 500 check (word_limit between 50 and 2000),
    minimum    smallint not null default 0 check (minimum >= 0), -- below it a bid is disqualified
    unique (request_id, criterion)
);

create table request_panel (
    request_id uuid not null references requests on delete cascade,
    user_id    uuid not null references users,
    primary key (request_id, user_id)
);

create table clarifications (
    id          uuid primary key,
    request_id  uuid not null references requests,
    number      integer not null,
    -- The asker is never shown, to the force either.
    provider_id uuid not null references providers,
    asked_by    uuid not null references users,
    question    text not null,
    asked_at    timestamptz not null,
    answer      text,
    answered_by uuid references users,
    answered_at timestamptz,
    check ((answer is null) = (answered_at is null)),
    unique (request_id, number)
);

-- ── Bids ───────────────────────────────────────────────────────────────────

create table bids (
    id              uuid primary key,
    -- Drawn at random: a running number would tell how many bids there are.
    reference       text not null unique,
    request_id      uuid not null references requests,
    request_version integer not null,
    provider_id     uuid not null references providers,
    state           text not null check (state in
        ('draft', 'submitted', 'opened', 'scored', 'preferred', 'unsuccessful', 'disqualified')),
    expenses_cap    bigint not null default 0 check (expenses_cap >= 0),
    no_conflict     boolean not null default false,
    prices_held     boolean not null default false,
    created_by      uuid not null references users,
    created_at      timestamptz not null,
    saved_at        timestamptz not null,
    submitted_by    uuid references users,
    submitted_at    timestamptz,
    content_hash    bytea check (length(content_hash) = 32), -- SHA-256 of the canonical bid
    state_reason    text not null default '',
    check (state = 'draft' or (submitted_at is not null and content_hash is not null)),
    -- One bid per provider per request.
    constraint bids_one_per_provider unique (request_id, provider_id)
);
create index bids_provider on bids (provider_id);

create table bid_evidence (
    bid_id         uuid not null references bids on delete cascade,
    requirement_id uuid not null references request_requirements,
    met            boolean not null,
    evidence       text not null default '',
    primary key (bid_id, requirement_id)
);

create table bid_answers (
    bid_id       uuid not null references bids on delete cascade,
    criterion_id uuid not null references request_criteria,
    answer       text not null,
    primary key (bid_id, criterion_id)
);

create table bid_team (
    bid_id        uuid not null references bids on delete cascade,
    role_id       uuid not null references request_roles,
    specialist_id uuid not null references specialists,
    primary key (bid_id, role_id, specialist_id)
);

create table bid_rates (
    bid_id   uuid not null references bids on delete cascade,
    role_id  uuid not null references request_roles,
    day_rate bigint not null check (day_rate > 0),
    primary key (bid_id, role_id)
);

-- The deadline holds whatever the program does: the database's clock decides.
-- `muster.now` moves the clock only for the owner of the tables, who tells the demonstration story and runs the tests.
create function muster_now() returns timestamptz language sql stable as $$
    select case when pg_has_role(session_user, (select relowner from pg_class where oid = 'public.bids'::regclass), 'member')
        then coalesce(nullif(current_setting('muster.now', true), '')::timestamptz, now()) else now() end
$$;

create function bids_stop_at_the_deadline() returns trigger language plpgsql as $$
declare
    closes timestamptz;
    stands text;
begin
    -- Anything that makes or changes a submission must happen while the request is open.
    if new.state = 'submitted' or (tg_op = 'UPDATE' and old.state = 'submitted' and new.state = 'draft') then
        select closes_at, state into closes, stands from requests where id = new.request_id for share;
        if stands <> 'open' or muster_now() >= closes then
            raise exception 'the deadline has passed' using errcode = 'MU001';
        end if;
    end if;
    return new;
end $$;
create trigger bids_deadline before insert or update on bids
    for each row execute function bids_stop_at_the_deadline();

-- ── Opening, evaluation, award ─────────────────────────────────────────────

-- Two different people of the force open the bids.
create table openings (
    request_id uuid primary key references requests,
    first_by   uuid not null references users,
    first_at   timestamptz not null,
    second_by  uuid references users,
    opened_at  timestamptz,
    constraint openings_two_people check (second_by <> first_by),
    check ((second_by is null) = (opened_at is null))
);

create table scores (
    bid_id       uuid not null references bids,
    criterion_id uuid not null references request_criteria,
    evaluator_id uuid not null references users,
    score        smallint not null check (score between 0 and 5),
    reason       text not null,
    saved_at     timestamptz not null,
    primary key (bid_id, criterion_id, evaluator_id)
);

-- What the panel agreed; every individual score is kept.
create table agreed_scores (
    bid_id       uuid not null references bids,
    criterion_id uuid not null references request_criteria,
    score        smallint not null check (score between 0 and 5),
    reason       text not null,
    agreed_by    uuid not null references users,
    agreed_at    timestamptz not null,
    primary key (bid_id, criterion_id)
);

-- Once quality is locked, scores stand still and prices may be read.
create table quality_locks (
    request_id uuid primary key references requests,
    locked_by  uuid not null references users,
    locked_at  timestamptz not null,
    ranking    jsonb not null -- the frozen snapshot: exact decimals as text
);

create table awards (
    id             uuid primary key,
    request_id     uuid not null references requests,
    bid_id         uuid not null references bids,
    state          text not null check (state in ('recommended', 'approved', 'declined', 'withdrawn')),
    reason         text not null,
    recommended_by uuid not null references users,
    recommended_at timestamptz not null,
    approved_by    uuid references users,
    approved_at    timestamptz,
    may_sign_from  timestamptz,
    decline_reason text not null default '',
    constraint awards_four_eyes check (approved_by <> recommended_by),
    check (state <> 'approved' or (approved_by is not null and approved_at is not null and may_sign_from is not null))
);
-- One active award per request.
create unique index awards_one_active on awards (request_id) where state in ('recommended', 'approved');

create table contracts (
    id                 uuid primary key,
    reference          text not null unique,
    request_id         uuid not null references requests,
    award_id           uuid not null unique references awards,
    force_id           uuid not null references forces,
    provider_id        uuid not null references providers,
    state              text not null check (state in ('offered', 'provider_signed', 'active', 'ended', 'terminated')),
    document           text not null,
    document_hash      bytea not null check (length(document_hash) = 32),
    value              bigint not null check (value > 0), -- pence, excluding VAT
    starts_on          date not null,
    ends_on            date not null check (ends_on >= starts_on),
    created_at         timestamptz not null,
    provider_signed_by uuid references users,
    provider_signature text not null default '',
    provider_signed_at timestamptz,
    force_signed_by    uuid references users,
    force_signature    text not null default '',
    force_signed_at    timestamptz,
    check (state = 'offered' or provider_signed_at is not null),
    check (state <> 'active' or force_signed_at is not null)
);
create index contracts_force on contracts (force_id);
create index contracts_provider on contracts (provider_id);

-- What was signed never changes.
create function contracts_stand_still() returns trigger language plpgsql as $$
begin
    if (new.document, new.document_hash, new.value, new.starts_on, new.ends_on)
        is distinct from (old.document, old.document_hash, old.value, old.starts_on, old.ends_on) then
        raise exception 'a contract''s document never changes' using errcode = '42501';
    end if;
    return new;
end $$;
create trigger contracts_document before update on contracts
    for each row execute function contracts_stand_still();

-- ── Notices and mail ───────────────────────────────────────────────────────

-- The notice is the record; the mail is a copy.
create table notices (
    id      uuid primary key,
    user_id uuid not null references users on delete cascade,
    at      timestamptz not null,
    text    text not null,
    link    text not null,
    read_at timestamptz
);
create index notices_user on notices (user_id, at desc);

create table outbox (
    id         uuid primary key,
    -- The same cause never reaches the same address twice.
    cause      text not null,
    recipient  text not null,
    subject    text not null,
    body       text not null,
    link       text not null default '',
    created_at timestamptz not null,
    attempts   integer not null default 0,
    next_at    timestamptz not null,
    sent_at    timestamptz,
    dead_at    timestamptz,
    last_error text not null default '',
    constraint outbox_once unique (cause, recipient)
);
create index outbox_waiting on outbox (next_at) where sent_at is null and dead_at is null;

-- ── The audit trail ────────────────────────────────────────────────────────

create table audit_entries (
    seq          bigint primary key,
    at           timestamptz not null,
    actor        uuid,            -- null: the system
    organisation uuid,            -- the force or provider acted for; null: the operator, or the system
    action       text not null,
    subject      uuid not null,
    detail       jsonb not null,  -- ids and digests, never personal data
    request_id   text not null,   -- of the HTTP call
    prev_hash    bytea not null,
    hash         bytea not null unique
);
create index audit_subject on audit_entries (subject, seq);
create index audit_actor on audit_entries (actor, seq);

-- The end of the chain; its row lock puts appenders in line.
create table audit_head (
    one  boolean primary key default true check (one),
    seq  bigint not null,
    hash bytea not null
);
insert into audit_head values (true, 0, sha256('muster audit v1'));

-- Every field is length-prefixed, so that no two entries read the same.
create function audit_field(value text) returns text language sql immutable as $$
    select case when value is null then '-' else octet_length(convert_to(value, 'UTF8')) || ':' || value end
$$;

create function audit_hash(e audit_entries) returns bytea language sql immutable as $$
    select sha256(convert_to(
        'v1' || audit_field(e.seq::text)
        || audit_field(to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
        || audit_field(e.actor::text) || audit_field(e.organisation::text) || audit_field(e.action)
        || audit_field(e.subject::text) || audit_field(e.detail::text) || audit_field(e.request_id), 'UTF8')
        || e.prev_hash)
$$;

create function audit_append() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
    head audit_head;
begin
    select * into head from audit_head for update;
    new.seq := head.seq + 1;
    new.at := muster_now();
    new.prev_hash := head.hash;
    new.hash := audit_hash(new);
    update audit_head set seq = new.seq, hash = new.hash;
    return new;
end $$;
create trigger audit_append before insert on audit_entries for each row execute function audit_append();

create function append_only() returns trigger language plpgsql as $$
begin
    raise exception '% on % is refused: it is append-only', tg_op, tg_table_name using errcode = '42501';
end $$;
create trigger audit_append_only before update or delete on audit_entries
    for each row execute function append_only();
create trigger audit_no_truncate before truncate on audit_entries
    for each statement execute function append_only();
