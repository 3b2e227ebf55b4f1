-- Documents and amendments are on the page of their request too, and so is what an answer said before.
do $$
declare
    part text;
begin
    foreach part in array array['request_documents', 'amendments'] loop
        execute format('create trigger public_parts_arrived after insert on %I referencing new table as arrived
            for each statement execute function public_parts_arrived()', part);
        execute format('create trigger public_parts_changed after update on %I referencing new table as arrived
            for each statement execute function public_parts_arrived()', part);
        execute format('create trigger public_parts_gone after delete on %I referencing old table as gone
            for each statement execute function public_parts_gone()', part);
    end loop;
end $$;
