-- Only what the first version said can be kept in the old shape; variations and what was said about them are lost.
drop trigger contracts_agreed on contracts;
drop function contracts_say_what_was_agreed();
drop index contracts_running;
alter table contracts add column document text, add column document_hash bytea check (length(document_hash) = 32),
    add column provider_signed_by uuid references users, add column provider_signature text not null default '',
    add column provider_signed_at timestamptz, add column force_signed_by uuid references users,
    add column force_signature text not null default '', add column force_signed_at timestamptz;
update contracts c set document = v.document, document_hash = v.document_hash, value = v.value, starts_on = v.starts_on, ends_on = v.ends_on,
    provider_signed_by = v.provider_signed_by, provider_signature = v.provider_signature, provider_signed_at = v.provider_signed_at,
    force_signed_by = v.force_signed_by, force_signature = v.force_signature, force_signed_at = v.force_signed_at,
    state = case c.state when 'returned' then 'offered' else c.state end
from contract_versions v where v.contract_id = c.id and v.number = c.version;
alter table contracts alter column document set not null, alter column document_hash set not null, drop column version;
alter table contracts drop constraint contracts_state_check;
alter table contracts add constraint contracts_state_check check (state in ('offered', 'provider_signed', 'active', 'ended', 'terminated'));
alter table contracts add check (state = 'offered' or provider_signed_at is not null),
    add check (state <> 'active' or force_signed_at is not null);
drop table contract_warnings, contract_terminations, contract_waivers, contract_lines, contract_versions;
drop function contract_versions_stand_still();
create function contracts_stand_still() returns trigger language plpgsql as $$
begin
    if (new.document, new.document_hash, new.value, new.starts_on, new.ends_on)
        is distinct from (old.document, old.document_hash, old.value, old.starts_on, old.ends_on) then
        raise exception 'a contract''s document never changes' using errcode = '42501';
    end if;
    return new;
end $$;
create trigger contracts_document before update on contracts
    for each row execute function contracts_stand_still();
