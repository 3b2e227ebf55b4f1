-- A draft that was never submitted may be deleted by its company. What was submitted has a receipt, and stays. Whoever
-- owns the tables is not held to it.
create function bids_only_drafts_go() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    if pg_has_role(current_user, (select relowner from pg_class where oid = 'public.bids'::regclass), 'member') then
        return old;
    end if;
    if old.state <> 'draft' or exists (select from receipts where bid_id = old.id) then
        raise exception 'only a draft that was never submitted is deleted';
    end if;
    return old;
end $$;
create trigger bids_only_drafts_go before delete on bids
    for each row execute function bids_only_drafts_go();

-- Which request a deleted draft was on: until its bids are opened, what the trail says of the draft is as sealed as what
-- it says of any other bid.
create table deleted_bids (
    bid_id     uuid primary key,
    request_id uuid not null references requests on delete cascade
);
create index deleted_bids_request on deleted_bids (request_id);
create function bids_deleted() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    insert into deleted_bids (bid_id, request_id) values (old.id, old.request_id) on conflict do nothing;
    return null;
end $$;
create trigger bids_deleted after delete on bids
    for each row execute function bids_deleted();

-- What the scanner finds in a document is on the page of its request.
create function public_files_settled() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    perform tell_public((select array_agg(reference) from (select distinct r.reference from arrived it
        join gone was on was.id = it.id and (was.state <> it.state or (was.removed_at is null) <> (it.removed_at is null))
        join request_documents d on d.file_id = it.id
        join requests r on r.id = d.request_id where r.published_at is not null limit 21) it));
    return null;
end $$;
create trigger public_files_settled after update on files referencing old table as gone new table as arrived
    for each statement execute function public_files_settled();

-- What an answer said before is on the page of its request too.
create function public_answers_arrived() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    perform tell_public((select array_agg(reference) from (select distinct r.reference from arrived it
        join clarifications c on c.id = it.clarification_id
        join requests r on r.id = c.request_id where r.published_at is not null limit 21) it));
    return null;
end $$;
create function public_answers_gone() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    perform tell_public((select array_agg(reference) from (select distinct r.reference from gone it
        join clarifications c on c.id = it.clarification_id
        join requests r on r.id = c.request_id where r.published_at is not null limit 21) it));
    return null;
end $$;
create trigger public_answers_arrived after insert on earlier_answers referencing new table as arrived
    for each statement execute function public_answers_arrived();
create trigger public_answers_changed after update on earlier_answers referencing new table as arrived
    for each statement execute function public_answers_arrived();
create trigger public_answers_gone after delete on earlier_answers referencing old table as gone
    for each statement execute function public_answers_gone();
