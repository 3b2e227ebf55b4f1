drop table closings, receipts, damaged_bids, sealed_bids, request_keys;
drop function sealed_bids_stop_at_the_deadline();
alter table bids drop column price_hash, drop column replacing_since;
create or replace function bids_stop_at_the_deadline() returns trigger language plpgsql as $$
declare
    closes timestamptz;
    stands text;
begin
    if new.state = 'submitted' or (tg_op = 'UPDATE' and old.state = 'submitted' and new.state = 'draft') then
        select closes_at, state into closes, stands from requests where id = new.request_id for share;
        if stands <> 'open' or muster_now() >= closes then
            raise exception 'the deadline has passed' using errcode = 'MU001';
        end if;
    end if;
    return new;
end $$;
