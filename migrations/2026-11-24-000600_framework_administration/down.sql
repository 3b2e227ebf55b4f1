-- Only what holds today is kept.
alter table assurance_schemes add column valid_months smallint, add column mandatory boolean not null default false;
update assurance_schemes set mandatory = r.mandatory, valid_months = r.valid_months
    from (select distinct on (scheme) * from scheme_rules where valid_from <= muster_today() order by scheme, valid_from desc) r
    where r.scheme = code;
alter table police_vetting_levels add column valid_years smallint;
alter table security_clearance_levels add column valid_years smallint;
alter table frameworks add column fee_basis_points integer not null default 0 check (fee_basis_points between 0 and 10000),
    add column terms_version integer not null default 1;
update frameworks set fee_basis_points = f.basis_points
    from (select distinct on (framework_id) * from framework_fees where valid_from <= muster_today() order by framework_id, valid_from desc) f
    where f.framework_id = id;
alter table forces add column email_domain text;
update forces set email_domain = (select min(domain) from force_domains where force_id = id), name = force_name(id, name);
drop table bank_holiday_years, scheme_rules, clearance_validity, terms_acceptances, framework_terms, framework_fees, rate_maxima, force_domains;
drop index framework_criteria_one_price;
alter table lots drop column closed_on;
drop function force_name;
drop table force_names;
drop function muster_today;
