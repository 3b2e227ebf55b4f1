-- A request is priced by the day rates of its roles, or at a fixed price for each of its outcomes.

-- How; none while nobody has said. What there was before is priced by day rates.
alter table requests add column pricing text default 'day_rates' check (pricing in ('day_rates', 'fixed_price'));
alter table requests add constraint requests_published_pricing
    check (published_at is null or pricing is not null) not valid;
alter table requests validate constraint requests_published_pricing;

-- What is delivered at a fixed price, and how it is accepted.
create table request_outcomes (
    id         uuid primary key,
    request_id uuid not null references requests on delete cascade,
    position   integer not null,
    title      text not null check (title <> ''),
    acceptance text not null check (acceptance <> ''),
    due_on     date,
    -- What an amendment takes out of a request stays known: bids written before name it.
    removed_in integer check (removed_in > 1)
);
create index request_outcomes_request on request_outcomes (request_id);

-- They are on the page of their request.
create trigger public_parts_arrived after insert on request_outcomes referencing new table as arrived
    for each statement execute function public_parts_arrived();
create trigger public_parts_changed after update on request_outcomes referencing new table as arrived
    for each statement execute function public_parts_arrived();
create trigger public_parts_gone after delete on request_outcomes referencing old table as gone
    for each statement execute function public_parts_gone();

-- What a bid asks for an outcome, in pence, excluding VAT.
create table bid_prices (
    bid_id     uuid not null references bids on delete cascade,
    outcome_id uuid not null references request_outcomes,
    price      bigint not null check (price > 0),
    primary key (bid_id, outcome_id)
);
-- Who would do the work, in words, where no role is asked for.
alter table bids add column team_words text not null default '';
-- Of what a bid says PostgreSQL keeps no samples.
alter table bid_prices alter column price set statistics 0;
alter table bids alter column team_words set statistics 0;

-- A request is found by its outcomes too.
create or replace function request_words_refresh(asked uuid) returns void language plpgsql set search_path = public, pg_temp as $$
declare
    it requests;
    rest text;
    words tsvector;
begin
    select * into it from requests where id = asked and published_at is not null;
    if not found then
        return;
    end if;
    rest := concat_ws(' ', it.why, it.problem, it.outcomes, it.team, it.working, it.certifications, it.site,
        (select name from forces where id = it.force_id),
        (select string_agg(text, ' ') from request_requirements where request_id = asked and removed_in is null),
        (select string_agg(title, ' ') from request_roles where request_id = asked and removed_in is null),
        (select string_agg(title || ' ' || acceptance, ' ') from request_outcomes
            where request_id = asked and removed_in is null and it.pricing = 'fixed_price'),
        (select string_agg(question || ' ' || guidance, ' ') from request_criteria where request_id = asked and removed_in is null));
    words := request_words_of(it.title, it.summary, rest);
    insert into request_words (request_id, public, whole) values (asked,
        case when it.classification = 'official' then words else request_words_of(it.title, '', '') end, words)
    on conflict (request_id) do update set public = excluded.public, whole = excluded.whole;
end $$;

-- Of a draft that has no roles yet, nobody has said how it is priced.
update requests set pricing = null where state = 'draft' and published_at is null
    and not exists (select from request_roles where request_id = requests.id);
