-- A request is found by what it asks for too: its requirements, roles and questions, where it is, and whose it is.
create function request_words_refresh(asked uuid) returns void language plpgsql set search_path = public, pg_temp as $$
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
        (select string_agg(question || ' ' || guidance, ' ') from request_criteria where request_id = asked and removed_in is null));
    words := request_words_of(it.title, it.summary, rest);
    insert into request_words (request_id, public, whole) values (asked,
        case when it.classification = 'official' then words else request_words_of(it.title, '', '') end, words)
    on conflict (request_id) do update set public = excluded.public, whole = excluded.whole;
end $$;

create or replace function request_words_keep() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    perform request_words_refresh(new.id);
    return null;
end $$;

select request_words_refresh(id) from requests where published_at is not null;
