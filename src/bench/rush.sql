-- So many companies, each admitted, with two specialists, a bidder who has a second factor, and a whole draft on a
-- request. For the deadline rush of the bench, and for the test of the last second.
insert into providers (id, slug, name, company_number, address, region_code, size, contact_name, contact_email, contact_phone,
    conflict_statement, modern_slavery_statement, data_protection_statement, ico_number, state, created_at, applied_at, admitted_at)
select gen_random_uuid(), 'rush' || n, 'Rush ' || n, (10000000 + n)::text, '1 High Street, Leeds', 'yorkshire-humber', 'sme', 'Ru Sh', 'rush' || n || '@rush.example',
    '0113 496 0000', 'None.', 'None found.', 'By the book.', 'ZA' || (100000 + n), 'admitted', '2025-06-01', '2025-06-02', '2025-06-03'
from generate_series(0, $number - 1) n;
insert into provider_certificates (id, provider_id, scheme, number, issued_on, expires_on, decision)
select gen_random_uuid(), id, 'cyber_essentials', 'CE-' || slug, '2025-06-30', '2027-06-30', 'accepted' from providers where slug like 'rush%';
insert into provider_lots (provider_id, lot_code, evidence, decision, admitted_at)
select p.id, r.lot_code, 'Ten years of it.', 'admit', '2025-06-03' from providers p, requests r where r.reference = $reference and slug like 'rush%';
insert into rate_ceilings (provider_id, lot_code, sfia_level, day_rate)
select p.id, r.lot_code, level, level * 20000 from providers p, requests r, sfia_levels
where r.reference = $reference and slug like 'rush%' and level between 3 and 6;
insert into specialists (id, provider_id, name, sfia_level, skills, right_to_work)
select gen_random_uuid(), p.id, s.name, s.level, 'Disk and phone imaging', true
from providers p, (values ('Robin Vale', 5::smallint), ('Sam Holt', 4::smallint)) s (name, level) where p.slug like 'rush%';
insert into specialist_clearances (specialist_id, kind, level, sponsor, expires_on)
select s.id, c.kind, c.level, 'Northshire Police', '2027-12-31' from specialists s join providers p on p.id = s.provider_id and p.slug like 'rush%'
join (values ('Robin Vale', 'nppv', 'NPPV3'), ('Robin Vale', 'nsv', 'SC'), ('Sam Holt', 'nppv', 'NPPV2F'), ('Sam Holt', 'nsv', 'CTC')) c (name, kind, level) on c.name = s.name;
insert into terms_acceptances (provider_id, framework_id, version, text_hash, accepted_at)
select p.id, t.framework_id, t.version, t.text_hash, p.admitted_at from providers p, framework_terms t where p.slug like 'rush%';
insert into users (id, email, name, password_hash, provider_id, is_operator, created_at, verified_at)
select gen_random_uuid(), slug || '@rush.example', 'Ru Sh', '', id, false, '2025-06-01', '2025-06-01' from providers where slug like 'rush%';
insert into user_roles (user_id, role) select id, 'bidder' from users where email like '%@rush.example';
insert into authenticators (user_id, secret, made_at, confirmed_at)
select id, decode(repeat('00', 20), 'hex'), created_at, created_at from users where email like '%@rush.example';
insert into bids (id, reference, request_id, request_version, provider_id, state, expenses_cap, no_conflict, prices_held, created_by, created_at, saved_at)
select gen_random_uuid(), 'BID-2026-' || upper(p.slug), r.id, 1, p.id, 'draft', 0, true, true, u.id, r.published_at, r.published_at
from requests r, providers p join users u on u.provider_id = p.id where r.reference = $reference and p.slug like 'rush%';
insert into bid_evidence (bid_id, requirement_id, met, evidence)
select b.id, q.id, true, 'Evidence' from bids b join request_requirements q on q.request_id = b.request_id;
insert into bid_answers (bid_id, criterion_id, answer)
select b.id, c.id, 'Answer' from bids b join request_criteria c on c.request_id = b.request_id where c.criterion <> 'price';
insert into bid_team (bid_id, role_id, specialist_id)
select b.id, r.id, s.id from bids b join request_roles r on r.request_id = b.request_id
join specialists s on s.provider_id = b.provider_id and s.sfia_level = r.sfia_level;
insert into bid_rates (bid_id, role_id, day_rate)
select b.id, r.id, 50000 from bids b join request_roles r on r.request_id = b.request_id;
