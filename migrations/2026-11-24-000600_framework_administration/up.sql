-- What the marketplace manager keeps: each rule with the day it begins, so that nothing that was true is overwritten.

-- The UK day it is. The owner of the tables may stop it, as with every other rule about time.
create function muster_today() returns date language sql stable as $$
    select (muster_now() at time zone 'Europe/London')::date
$$;

-- ── Forces ─────────────────────────────────────────────────────────────────

-- A colleague's e-mail address belongs to one of these.
create table force_domains (
    domain   text primary key check (domain = lower(domain) and domain ~ '^[a-z0-9]([a-z0-9.-]*[a-z0-9])?\.[a-z0-9-]*[a-z0-9]$'),
    force_id uuid not null references forces
);
create index force_domains_force on force_domains (force_id);
insert into force_domains (domain, force_id) select lower(email_domain), id from forces where email_domain is not null;
alter table forces drop column email_domain;

-- The names a force has had, and will have. One that never changed has no row.
create table force_names (
    force_id   uuid not null references forces,
    valid_from date not null,
    name       text not null,
    primary key (force_id, valid_from)
);
create function force_name(force uuid, first_name text) returns text language sql stable as $$
    select coalesce((select name from force_names where force_id = force and valid_from <= muster_today()
        order by valid_from desc limit 1), first_name)
$$;

-- ── Lots, criteria, ceilings ───────────────────────────────────────────────

-- From this day the lot takes no new requests.
alter table lots add column closed_on date;
-- Exactly one criterion is the price.
create unique index framework_criteria_one_price on framework_criteria (framework_id) where is_price;

-- The highest day rate any provider may bid. No row, or a row without a rate, is no maximum.
create table rate_maxima (
    lot_code   text not null references lots,
    sfia_level smallint not null references sfia_levels,
    valid_from date not null,
    day_rate   bigint check (day_rate > 0),
    primary key (lot_code, sfia_level, valid_from)
);

-- ── Fee and terms ──────────────────────────────────────────────────────────

create table framework_fees (
    framework_id uuid not null references frameworks,
    valid_from   date not null,
    basis_points integer not null check (basis_points between 0 and 10000),
    primary key (framework_id, valid_from)
);
insert into framework_fees (framework_id, valid_from, basis_points) select id, starts_on, fee_basis_points from frameworks;
alter table frameworks drop column fee_basis_points;

create table framework_terms (
    framework_id uuid not null references frameworks,
    version      integer not null check (version > 0),
    valid_from   date not null,
    summary      text not null, -- what changed
    text         text not null,
    text_hash    bytea not null check (length(text_hash) = 32), -- SHA-256 of the text
    published_at timestamptz not null,
    published_by uuid references users, -- nobody: it came with the framework
    primary key (framework_id, version)
);
insert into framework_terms (framework_id, version, valid_from, summary, text, text_hash, published_at)
select id, terms_version, starts_on, 'The first version.', words, sha256(convert_to(words, 'UTF8')), starts_on from frameworks, (select $terms$1. Who this is between
These terms are between the operator of Muster and each provider admitted to the framework. They apply to every bid the provider makes and to every contract it wins here.

2. Being admitted
Admission is for each lot on its own. The provider keeps its dossier true and up to date, renews its certificates and insurance before they run out, and tells the operator within 5 working days of anything that would change an answer it gave.

3. Bidding
The provider writes its bids alone, without talking to other bidders about them. It does not bid above its own rate ceilings or the framework’s maximum. It holds the prices of a bid for 90 days from the deadline.

4. People
The provider only puts forward people who have agreed to be named, who have the right to work in the United Kingdom, and whose clearances are as stated. It replaces a person only with the force’s written agreement.

5. Evidence, information and people’s data
The provider handles material of an investigation as the force directs, keeps it within the United Kingdom unless the force agrees otherwise in writing, and reports a loss or a breach to the force without delay and in any case within 24 hours.

6. The fee
The framework fee is a share of the value of each contract. It is a line of its own on the operator’s invoice to the force and is not taken from what the provider charges.

7. Fairness and openness
The operator takes no part in choosing who wins. Awards, and the reasons each bidder is given for its own scores, follow the rules published with the request.

8. Suspension and leaving
The operator may suspend a provider that breaks these terms, with the reason in writing. A provider may leave the framework at any time; contracts it has signed run on.

9. New versions
The operator may publish a new version of these terms. It tells every provider. A provider accepts the version in force before its next bid; contracts keep the version they were signed under.$terms$ as words) first;
alter table frameworks drop column terms_version;

-- A provider accepts a version before its next bid.
create table terms_acceptances (
    provider_id  uuid not null references providers,
    framework_id uuid not null,
    version      integer not null,
    text_hash    bytea not null check (length(text_hash) = 32),
    accepted_by  uuid references users, -- nobody: it was admitted before acceptances were recorded here
    accepted_at  timestamptz not null,
    primary key (provider_id, framework_id, version),
    foreign key (framework_id, version) references framework_terms
);
insert into terms_acceptances (provider_id, framework_id, version, text_hash, accepted_at)
select p.id, t.framework_id, t.version, t.text_hash, p.admitted_at from providers p, framework_terms t where p.admitted_at is not null;

-- ── Reference data by date ─────────────────────────────────────────────────

-- How long a clearance usually lasts; nothing is no usual length.
create table clearance_validity (
    ladder     text not null check (ladder in ('nppv', 'nsv')),
    level      text not null,
    valid_from date not null,
    years      smallint check (years between 1 and 20),
    primary key (ladder, level, valid_from)
);
insert into clearance_validity (ladder, level, valid_from, years)
    select 'nppv', code, date '2024-01-01', valid_years from police_vetting_levels
    union all select 'nsv', code, '2024-01-01', valid_years from security_clearance_levels where code <> 'none';
alter table police_vetting_levels drop column valid_years;
alter table security_clearance_levels drop column valid_years;

create table scheme_rules (
    scheme       text not null references assurance_schemes,
    valid_from   date not null,
    mandatory    boolean not null,
    valid_months smallint check (valid_months between 1 and 120),
    primary key (scheme, valid_from)
);
insert into scheme_rules (scheme, valid_from, mandatory, valid_months)
    select code, date '2024-01-01', mandatory, valid_months from assurance_schemes;
alter table assurance_schemes drop column mandatory, drop column valid_months;

-- The years whose bank holidays are all there. Working days are never guessed beyond them.
create table bank_holiday_years (
    year integer primary key check (year between 2000 and 2200)
);
insert into bank_holiday_years (year) select distinct extract(year from day)::integer from bank_holidays;
