do $$
declare
    part text;
begin
    foreach part in array array['request_documents', 'amendments'] loop
        execute format('drop trigger public_parts_arrived on %I', part);
        execute format('drop trigger public_parts_changed on %I', part);
        execute format('drop trigger public_parts_gone on %I', part);
    end loop;
end $$;
