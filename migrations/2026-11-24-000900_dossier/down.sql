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
create view expiring_papers as
    select c.provider_id, 'certificate' as kind, c.id as paper, s.name as what, '' as person, c.expires_on,
        exists (select 1 from provider_certificates o
            where o.provider_id = c.provider_id and o.decision <> 'refused' and o.expires_on > c.expires_on
            and certificate_covers(o.scheme, c.scheme)) as renewed,
        c.decision = 'accepted' and exists (select 1 from (select distinct on (scheme) scheme as code, mandatory
                from scheme_rules where valid_from <= muster_today() order by scheme, valid_from desc) m
            where m.mandatory and certificate_covers(c.scheme, m.code)
            and not exists (select 1 from provider_certificates o
                where o.provider_id = c.provider_id and o.decision = 'accepted' and o.expires_on > c.expires_on
                and certificate_covers(o.scheme, m.code))) as blocks
    from provider_certificates c join assurance_schemes s on s.code = c.scheme where c.decision <> 'refused'
    union all
    select i.provider_id, 'insurance', i.id, i.kind, '', i.expires_on, false, false
    from provider_insurances i where i.expires_on is not null and not i.by_start
    union all
    select s.provider_id, 'nppv', s.id, s.nppv, s.name, s.nppv_expires, false, false
    from specialists s where s.retired_at is null and s.nppv is not null and s.nppv_expires is not null
    union all
    select s.provider_id, 'nsv', s.id, s.nsv, s.name, s.nsv_expires, false, false
    from specialists s where s.retired_at is null and s.nsv <> 'none' and s.nsv_expires is not null;
drop table specialist_clearances;
drop table specialist_certifications;
drop table specialist_skills;
alter table specialists drop constraint specialists_erased_when_retired, drop column erased_at, drop column availability_note;
alter table provider_certificates drop column added_at;
alter table provider_declarations drop column reason, drop column decision, drop column remedy;
