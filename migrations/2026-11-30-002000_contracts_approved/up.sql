-- A variation of value or term is approved by the force's approvers before the provider sees it, as an award is.

alter table contract_versions
    add column is_offered boolean not null default true, -- whether the provider has been asked, and may read it
    add column first_approved_by uuid references users,
    add column first_approved_at timestamptz,
    add column approved_by uuid references users,
    add column approved_at timestamptz;
alter table contract_versions drop constraint contract_versions_state_check;
alter table contract_versions add constraint contract_versions_state_check
    check (state in ('proposed', 'sent_back', 'offered', 'provider_signed', 'signed', 'returned', 'withdrawn', 'lapsed')) not valid;
-- What waits for an approver, or was sent back by one, is not for the provider; whatever anybody signs is.
alter table contract_versions add constraint contract_versions_offered
    check (case when state in ('proposed', 'sent_back') then not is_offered
        when state in ('offered', 'provider_signed', 'signed', 'returned') then is_offered else true end) not valid;
alter table contract_versions add constraint contract_versions_sent_back
    check (state <> 'sent_back' or (settled_at is not null and settled_words <> '')) not valid;
-- Nobody approves what they proposed, and two approvals are by two people.
alter table contract_versions add constraint contract_versions_four_eyes
    check ((approved_by is null or (made_by is not null and approved_by <> made_by))
        and (first_approved_by is null or (made_by is not null and first_approved_by <> made_by))
        and (approved_by is null or first_approved_by is null or approved_by <> first_approved_by)) not valid;
alter table contract_versions add constraint contract_versions_approved_when
    check ((approved_by is null) = (approved_at is null) and (first_approved_by is null) = (first_approved_at is null)) not valid;
alter table contract_versions validate constraint contract_versions_state_check;
alter table contract_versions validate constraint contract_versions_offered;
alter table contract_versions validate constraint contract_versions_sent_back;
alter table contract_versions validate constraint contract_versions_four_eyes;
alter table contract_versions validate constraint contract_versions_approved_when;

-- One at a time waits, for an approver or to be signed.
create unique index contract_versions_waiting on contract_versions (contract_id) where state in ('proposed', 'offered', 'provider_signed');
drop index contract_versions_open;

create or replace function contract_versions_stand_still() returns trigger language plpgsql as $$
begin
    if (new.contract_id, new.number, new.kind, new.document, new.document_hash, new.value, new.expenses_cap, new.fee_basis_points, new.starts_on, new.ends_on,
            new.measures, new.particulars, new.reason)
        is distinct from (old.contract_id, old.number, old.kind, old.document, old.document_hash, old.value, old.expenses_cap, old.fee_basis_points,
            old.starts_on, old.ends_on, old.measures, old.particulars, old.reason) then
        raise exception 'a contract''s document never changes' using errcode = '42501';
    end if;
    if old.state not in ('proposed', 'offered', 'provider_signed') then
        raise exception 'a version that is settled never changes' using errcode = '42501';
    end if;
    return new;
end $$;

-- That a contract ended early is on the public page of its request's outcome.
create trigger public_parts_changed after update on contracts referencing new table as arrived
    for each statement execute function public_parts_arrived();

-- A contract that not both had signed ends with the award it rests on, or with its request: it never comes into force.
alter table contracts drop constraint contracts_state_check;
alter table contracts add constraint contracts_state_check
    check (state in ('offered', 'returned', 'provider_signed', 'active', 'ended', 'terminated', 'withdrawn')) not valid;
alter table contracts validate constraint contracts_state_check;
update contracts c set state = 'withdrawn'
    where c.state in ('offered', 'returned', 'provider_signed')
    and (exists (select from awards a where a.id = c.award_id and a.state = 'withdrawn')
        or exists (select from requests r where r.id = c.request_id and r.state = 'cancelled'));
update contract_versions v set state = 'lapsed', settled_at = now()
    where v.state in ('offered', 'provider_signed') and exists (select from contracts c where c.id = v.contract_id and c.state = 'withdrawn');
