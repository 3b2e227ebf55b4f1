-- Words to find published requests by, beside the requests: a table of its own is filled without a lock on theirs.
create table request_words (
    request_id uuid primary key references requests on delete cascade,
    -- For anyone: what is marked SENSITIVE is found by its title alone.
    public     tsvector not null,
    -- For people who are signed in.
    whole      tsvector not null
);

-- The title weighs more than the summary, and that more than the rest. The budget is in neither: it may be hidden.
-- What stands between angle brackets is a word like any other, and no tag to be left out.
create function request_words_of(title text, summary text, rest text) returns tsvector language sql immutable as $$
    select setweight(to_tsvector('english', translate(title, '<>', '  ')), 'A')
        || setweight(to_tsvector('english', translate(summary, '<>', '  ')), 'B')
        || setweight(to_tsvector('english', translate(rest, '<>', '  ')), 'C')
$$;

create function request_words_keep() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare
    rest text := concat_ws(' ', new.why, new.problem, new.outcomes, new.team, new.working, new.certifications);
    words tsvector := request_words_of(new.title, new.summary, rest);
begin
    insert into request_words (request_id, public, whole) values (new.id,
        case when new.classification = 'official' then words else request_words_of(new.title, '', '') end, words)
    on conflict (request_id) do update set public = excluded.public, whole = excluded.whole;
    return null;
end $$;
create trigger request_words_keep
    after insert or update of title, summary, why, problem, outcomes, team, working, certifications, classification, published_at on requests
    for each row when (new.published_at is not null) execute function request_words_keep();

insert into request_words (request_id, public, whole)
select id, case when classification = 'official' then words else request_words_of(title, '', '') end, words
from (select id, title, classification,
    request_words_of(title, summary, concat_ws(' ', why, problem, outcomes, team, working, certifications)) as words
    from requests where published_at is not null) it;
create index request_words_public on request_words using gin (public);
create index request_words_whole on request_words using gin (whole);

-- How many there are of each lot, region, force and route is counted from the index alone.
create index requests_counted on requests (state, closes_at) include (id, lot_code, region_code, force_id, route, published_at)
    where published_at is not null;

-- What of the public pages has changed: `*`, or the reference of a request. Every server keeps rendered copies of those
-- pages, and drops them when it hears of a change. Hearing may fail, so each also looks here, many times a second: a row
-- tells the transaction that wrote it, and whoever looks asks for all that were not over when they last looked.
create table public_changes (
    xid  xid8 not null,
    name text not null,
    at   timestamptz not null default now(),
    primary key (xid, name)
);

-- To be called by every trigger of a table whose rows are on public pages. Of many requests at once, each is not named.
create function tell_public(names text[]) returns void language plpgsql set search_path = public, pg_temp as $$
begin
    if names is null then
        return;
    end if;
    if cardinality(names) > 20 then
        names := array['*'];
    end if;
    insert into public_changes (xid, name) select pg_current_xact_id(), it from unnest(names) it on conflict do nothing;
    perform pg_notify('muster_public', it) from unnest(names) it;
end $$;

create function public_requests_arrived() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    perform tell_public((select array_agg(reference) from
        (select reference from arrived where published_at is not null limit 21) it));
    return null;
end $$;
create function public_requests_changed() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    perform tell_public((select array_agg(distinct reference) from (
        (select reference from arrived where published_at is not null limit 21) union all
        (select reference from gone where published_at is not null limit 21)) it));
    return null;
end $$;
create function public_requests_gone() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    perform tell_public((select array_agg(reference) from
        (select reference from gone where published_at is not null limit 21) it));
    return null;
end $$;
create trigger public_requests_arrived after insert on requests referencing new table as arrived
    for each statement execute function public_requests_arrived();
create trigger public_requests_changed after update on requests referencing old table as gone new table as arrived
    for each statement execute function public_requests_changed();
create trigger public_requests_gone after delete on requests referencing old table as gone
    for each statement execute function public_requests_gone();

-- What hangs on a request is on its page once that is published.
create function public_parts_arrived() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    perform tell_public((select array_agg(reference) from (select distinct r.reference from arrived it
        join requests r on r.id = it.request_id where r.published_at is not null limit 21) it));
    return null;
end $$;
create function public_parts_gone() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    perform tell_public((select array_agg(reference) from (select distinct r.reference from gone it
        join requests r on r.id = it.request_id where r.published_at is not null limit 21) it));
    return null;
end $$;
do $$
declare
    part text;
begin
    foreach part in array array['request_specialisms', 'request_roles', 'request_requirements', 'request_criteria', 'clarifications'] loop
        execute format('create trigger public_parts_arrived after insert on %I referencing new table as arrived
            for each statement execute function public_parts_arrived()', part);
        execute format('create trigger public_parts_changed after update on %I referencing new table as arrived
            for each statement execute function public_parts_arrived()', part);
        execute format('create trigger public_parts_gone after delete on %I referencing old table as gone
            for each statement execute function public_parts_gone()', part);
    end loop;
end $$;

-- Names and words that any of the pages may show.
create function public_words_changed() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    perform tell_public(array['*']);
    return null;
end $$;
do $$
declare
    words text;
begin
    foreach words in array array['forces', 'force_names', 'regions', 'lots', 'specialisms', 'sfia_levels', 'framework_criteria',
        'security_clearance_levels', 'police_vetting_levels'] loop
        execute format('create trigger public_words_changed after insert or update or delete or truncate on %I
            for each statement execute function public_words_changed()', words);
    end loop;
end $$;
