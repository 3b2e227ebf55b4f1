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
        (select string_agg(question || ' ' || guidance, ' ') from request_criteria where request_id = asked and removed_in is null));
    words := request_words_of(it.title, it.summary, rest);
    insert into request_words (request_id, public, whole) values (asked,
        case when it.classification = 'official' then words else request_words_of(it.title, '', '') end, words)
    on conflict (request_id) do update set public = excluded.public, whole = excluded.whole;
end $$;
alter table bids drop column team_words;
drop table bid_prices;
drop table request_outcomes;
alter table requests drop constraint requests_published_pricing, drop column pricing;
