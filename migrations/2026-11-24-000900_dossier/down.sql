alter table vetting_decisions drop constraint vetting_decisions_outcome_check;
alter table vetting_decisions add constraint vetting_decisions_outcome_check check (outcome in ('admit', 'reject'));
drop table asked_items;
drop table dossier_changes;
drop view expiring_papers;
drop view cleared_specialists;
alter table specialists
    add column certifications text not null default '',
    add column nppv text references police_vetting_levels,
    add column nppv_expires date,
    add column nppv_sponsor text not null default '',
    add column nsv text not null default 'none' references security_clearance_levels,
    add column nsv_expires date;
update specialists s set nppv = c.level, nppv_expires = c.expires_on, nppv_sponsor = c.sponsor
    from specialist_clearances c where c.specialist_id = s.id and c.kind = 'nppv';
update specialists s set nsv = c.level, nsv_expires = c.expires_on
    from specialist_clearances c where c.specialist_id = s.id and c.kind = 'nsv';
update specialists s set certifications = coalesce(
    (select string_agg(concat_ws(', ', c.name, nullif(c.issuer, '')), E'\n') from specialist_certifications c where c.specialist_id = s.id), '');
alter table specialists
    add check (nppv is null or nppv_expires is not null),
    add check (nsv = 'none' or nsv_expires is not null);
drop table specialist_clearances;
drop table specialist_certifications;
drop table specialist_skills;
alter table specialists drop constraint specialists_erased_when_retired, drop column erased_at, drop column availability_note;
alter table provider_certificates drop column added_at;
alter table provider_declarations drop column reason, drop column decision, drop column remedy;
