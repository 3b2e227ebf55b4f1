drop trigger requests_amended on requests;
drop function requests_are_amended_in_time();
update bids set state = 'submitted' where state = 'needs_reconfirm';
alter table bids
    drop constraint bids_written_before,
    drop constraint bids_replaced_while_sealed,
    drop constraint bids_reconfirmed_sealed,
    drop column written_for,
    drop constraint bids_state_check,
    add constraint bids_state_check check (state in
        ('draft', 'submitted', 'opened', 'scored', 'preferred', 'unsuccessful', 'disqualified')),
    add check (replacing_since is null or state = 'submitted');
create or replace function bids_stop_at_the_deadline() returns trigger language plpgsql as $$
declare
    closes timestamptz;
    stands text;
begin
    if new.state = 'submitted' or (tg_op = 'UPDATE' and old.state = 'submitted' and new.state = 'draft') then
        select closes_at, state into closes, stands from requests where id = new.request_id for share;
        if stands <> 'open' or muster_now() >= closes
            or exists (select from closings where request_id = new.request_id) then
            raise exception 'the deadline has passed' using errcode = 'MU001';
        end if;
    end if;
    return new;
end $$;
alter table request_roles drop column removed_in;
alter table request_requirements drop column removed_in;
alter table request_criteria drop column removed_in;
drop table amendment_sections;
drop table amendments;
