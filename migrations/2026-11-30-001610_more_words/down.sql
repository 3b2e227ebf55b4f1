create or replace function request_words_keep() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare
    rest text := concat_ws(' ', new.why, new.problem, new.outcomes, new.team, new.working, new.certifications);
    words tsvector := request_words_of(new.title, new.summary, rest);
begin
    insert into request_words (request_id, public, whole) values (new.id,
        case when new.classification = 'official' then words else request_words_of(new.title, '', '') end, words)
    on conflict (request_id) do update set public = excluded.public, whole = excluded.whole;
    return null;
end $$;
drop function request_words_refresh(uuid);
