do $$
declare
    one record;
begin
    for one in select tgname, tgrelid::regclass as place from pg_trigger
        where tgname in ('request_words_keep', 'public_requests_arrived', 'public_requests_changed', 'public_requests_gone',
            'public_parts_arrived', 'public_parts_changed', 'public_parts_gone', 'public_words_changed') loop
        execute format('drop trigger %I on %s', one.tgname, one.place);
    end loop;
end $$;
drop function request_words_keep, public_requests_arrived, public_requests_changed, public_requests_gone, public_parts_arrived,
    public_parts_gone, public_words_changed, tell_public, request_words_of;
drop table public_changes, request_words;
drop index requests_counted;
