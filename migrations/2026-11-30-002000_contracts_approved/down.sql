-- What waited for an approver, or was sent back, was never offered: it becomes withdrawn, and loses who approved it.
drop trigger public_parts_changed on contracts;
alter table contract_versions drop constraint contract_versions_offered, drop constraint contract_versions_sent_back,
    drop constraint contract_versions_four_eyes, drop constraint contract_versions_approved_when;
alter table contract_versions disable trigger contract_versions_document;
update contract_versions set state = 'withdrawn', settled_at = coalesce(settled_at, now()) where state in ('proposed', 'sent_back');
alter table contract_versions enable trigger contract_versions_document;
alter table contract_versions drop constraint contract_versions_state_check;
alter table contract_versions add constraint contract_versions_state_check
    check (state in ('offered', 'provider_signed', 'signed', 'returned', 'withdrawn', 'lapsed'));
create unique index contract_versions_open on contract_versions (contract_id) where state in ('offered', 'provider_signed');
drop index contract_versions_waiting;
alter table contract_versions drop column is_offered, drop column first_approved_by, drop column first_approved_at,
    drop column approved_by, drop column approved_at;
create or replace function contract_versions_stand_still() returns trigger language plpgsql as $$
begin
    if (new.contract_id, new.number, new.kind, new.document, new.document_hash, new.value, new.expenses_cap, new.fee_basis_points, new.starts_on, new.ends_on,
            new.measures, new.particulars, new.reason)
        is distinct from (old.contract_id, old.number, old.kind, old.document, old.document_hash, old.value, old.expenses_cap, old.fee_basis_points,
            old.starts_on, old.ends_on, old.measures, old.particulars, old.reason) then
        raise exception 'a contract''s document never changes' using errcode = '42501';
    end if;
    if old.state not in ('offered', 'provider_signed') then
        raise exception 'a version that is settled never changes' using errcode = '42501';
    end if;
    return new;
end $$;
-- Whether a contract ended with its award was not kept before: its award says so.
update contracts set state = 'offered' where state = 'withdrawn';
alter table contracts drop constraint contracts_state_check;
alter table contracts add constraint contracts_state_check
    check (state in ('offered', 'returned', 'provider_signed', 'active', 'ended', 'terminated'));
