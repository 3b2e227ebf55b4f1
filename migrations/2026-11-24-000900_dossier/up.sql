-- A dossier in depth: specialists with clearances of their own, changes that wait for a vetting
-- officer after admission, what was asked for item by item, and decisions on declarations.

-- ── Declarations ───────────────────────────────────────────────────────────

alter table provider_declarations
    -- What the company has done about it.
    add column remedy   text not null default '',
    add column decision text not null default 'waiting' check (decision in ('waiting', 'accepted', 'refused')),
    add column reason   text not null default '';
-- Whoever was admitted before was admitted with what it had declared.
update provider_declarations d set decision = 'accepted'
    from providers p where p.id = d.provider_id and d.answer and p.admitted_at is not null;

-- ── Certificates ───────────────────────────────────────────────────────────

alter table provider_certificates add column added_at timestamptz not null default muster_now();

-- ── Specialists ────────────────────────────────────────────────────────────

alter table specialists
    -- Part time, evenings, not in August …
    add column availability_note text not null default '',
    add column erased_at         timestamptz,
    add constraint specialists_erased_when_retired check (erased_at is null or retired_at is not null);

-- A skill of SFIA, at the level the person works at.
create table specialist_skills (
    specialist_id uuid not null references specialists on delete cascade,
    skill         text not null,
    level         smallint not null references sfia_levels,
    primary key (specialist_id, skill)
);

create table specialist_certifications (
    specialist_id uuid not null references specialists on delete cascade,
    name          text not null,
    issuer        text not null default '',
    expires_on    date,
    primary key (specialist_id, name, issuer)
);
insert into specialist_certifications (specialist_id, name, issuer)
    select distinct s.id, trim(split_part(it.line, ',', 1)), trim(substr(it.line, length(split_part(it.line, ',', 1)) + 2))
    from specialists s, regexp_split_to_table(s.certifications, E'\n') it (line)
    where trim(it.line) <> '';

-- Police vetting and national security vetting are two things, each with its own ladder.
create table specialist_clearances (
    specialist_id uuid not null references specialists on delete cascade,
    kind          text not null check (kind in ('nppv', 'nsv')),
    level         text not null check (level <> 'none'),
    -- The force that sponsored it.
    sponsor       text not null default '',
    expires_on    date not null,
    nppv_level    text generated always as (case kind when 'nppv' then level end) stored references police_vetting_levels,
    nsv_level     text generated always as (case kind when 'nsv' then level end) stored references security_clearance_levels,
    primary key (specialist_id, kind)
);
insert into specialist_clearances (specialist_id, kind, level, sponsor, expires_on)
    select id, 'nppv', nppv, nppv_sponsor, nppv_expires from specialists where nppv is not null;
insert into specialist_clearances (specialist_id, kind, level, expires_on)
    select id, 'nsv', nsv, nsv_expires from specialists where nsv <> 'none';

alter table specialists
    drop column certifications, drop column nppv, drop column nppv_expires, drop column nppv_sponsor,
    drop column nsv, drop column nsv_expires;

-- Specialists beside the clearances that are in force.
create view cleared_specialists as
    select s.id, s.provider_id, s.name, s.sfia_level, s.skills,
        p.level as nppv, p.expires_on as nppv_expires, coalesce(p.sponsor, '') as nppv_sponsor,
        coalesce(n.level, 'none') as nsv, n.expires_on as nsv_expires, coalesce(n.sponsor, '') as nsv_sponsor,
        s.available_from, s.availability_note, s.right_to_work, s.retired_at, s.erased_at
    from specialists s
    left join specialist_clearances p on p.specialist_id = s.id and p.kind = 'nppv'
    left join specialist_clearances n on n.specialist_id = s.id and n.kind = 'nsv';

-- Everything in a dossier that has a last day: certificates, insurances, and the two kinds of clearance. It is renewed
-- once a longer-lasting one that was accepted replaces it, and it blocks where no such one keeps the company bidding.
create view expiring_papers as
    select c.provider_id, 'certificate' as kind, c.id as paper, s.name as what, '' as person, c.expires_on,
        exists (select 1 from provider_certificates o
            where o.provider_id = c.provider_id and o.decision = 'accepted' and o.expires_on > c.expires_on
            and certificate_covers(o.scheme, c.scheme)) as renewed,
        c.decision = 'accepted' and exists (select 1 from (select distinct on (scheme) scheme as code, mandatory
                from scheme_rules where valid_from <= muster_today() order by scheme, valid_from desc) m
            where m.mandatory and certificate_covers(c.scheme, m.code)
            and not exists (select 1 from provider_certificates o
                where o.provider_id = c.provider_id and o.decision = 'accepted' and o.expires_on > c.expires_on
                and certificate_covers(o.scheme, m.code))) as blocks
    from provider_certificates c join assurance_schemes s on s.code = c.scheme where c.decision <> 'refused'
    union all
    select i.provider_id, 'insurance', i.id, i.kind, '', i.expires_on, false, false
    from provider_insurances i where i.expires_on is not null and not i.by_start
    union all
    select s.provider_id, 'nppv', s.id, s.nppv, s.name, s.nppv_expires, false, false
    from cleared_specialists s where s.retired_at is null and s.nppv is not null
    union all
    select s.provider_id, 'nsv', s.id, s.nsv, s.name, s.nsv_expires, false, false
    from cleared_specialists s where s.retired_at is null and s.nsv <> 'none';

-- ── Changes that wait for a vetting officer ────────────────────────────────

create table dossier_changes (
    id          uuid primary key,
    provider_id uuid not null references providers,
    kind        text not null check (kind in ('company', 'declarations', 'clearance', 'lot', 'rates')),
    -- Which of them: a lot's code, or a specialist and the kind of clearance.
    subject     text not null default '',
    -- What is in force until the change is accepted; nothing, if nothing was.
    before      jsonb,
    after       jsonb not null,
    state       text not null check (state in ('waiting', 'proposed', 'accepted', 'refused', 'withdrawn')),
    made_by     uuid not null references users,
    made_at     timestamptz not null,
    -- A lot is an admission, so a first officer proposes and a second confirms.
    proposed_by uuid references users,
    proposed_at timestamptz,
    reason      text not null default '',
    decided_by  uuid references users,
    decided_at  timestamptz,
    constraint dossier_changes_four_eyes check (state <> 'accepted' or kind <> 'lot' or decided_by <> proposed_by)
);
create unique index dossier_changes_one_open on dossier_changes (provider_id, kind, subject)
    where state in ('waiting', 'proposed');
create index dossier_changes_provider on dossier_changes (provider_id, made_at);

-- ── What was asked for, item by item ───────────────────────────────────────

create table asked_items (
    id          uuid primary key,
    provider_id uuid not null references providers,
    section     text not null,
    -- A lot's code, if one lot is meant.
    subject     text not null default '',
    words       text not null,
    asked_by    uuid not null references users,
    asked_at    timestamptz not null,
    -- Ticked off by the provider.
    done_at     timestamptz,
    -- When the application was submitted again.
    answered_at timestamptz
);
create index asked_items_provider on asked_items (provider_id, asked_at);

-- ── Taking a provider off the framework, by four eyes too ──────────────────

alter table vetting_decisions drop constraint vetting_decisions_outcome_check;
alter table vetting_decisions add constraint vetting_decisions_outcome_check
    check (outcome in ('admit', 'reject', 'remove'));
