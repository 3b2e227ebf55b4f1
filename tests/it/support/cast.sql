-- The same few people and organisations play in every test.
insert into forces (id, slug, name, kind, region_code, contracting_authority, procurement_regime, valid_from) values
    ('00000000-0000-7000-8000-00000000f001', 'northshire', 'Northshire Police', 'fictional', 'north-west', 'The Police and Crime Commissioner for Northshire', 'england_wales', '2020-01-01'),
    ('00000000-0000-7000-8000-00000000f002', 'eastmoor', 'Eastmoor Constabulary', 'fictional', 'eastern', 'The Police and Crime Commissioner for Eastmoor', 'england_wales', '2020-01-01');
insert into force_domains (force_id, domain) values
    ('00000000-0000-7000-8000-00000000f001', 'northshire.example'), ('00000000-0000-7000-8000-00000000f002', 'eastmoor.example');

insert into providers (id, slug, name, company_number, address, region_code, size, contact_name, contact_email, contact_phone,
    conflict_statement, modern_slavery_statement, data_protection_statement, ico_number, state, created_at, applied_at, admitted_at) values
    ('00000000-0000-7000-8000-00000000a001', 'kestrel', 'Kestrel Cyber Ltd', '01234567', '1 High Street, Leeds', 'yorkshire-humber', 'sme', 'Ann Lee', 'bids@kestrel.example', '0113 496 0000', 'None.', 'None found.', 'By the book.', 'ZA000001', 'admitted', '2025-06-01', '2025-06-02', '2025-06-03'),
    ('00000000-0000-7000-8000-00000000a002', 'harrow', 'Harrow Forensics Ltd', '02234567', '2 High Street, Harrow', 'london', 'sme', 'Bo Ade', 'bids@harrow.example', '020 7946 0000', 'None.', 'None found.', 'By the book.', 'ZA000002', 'admitted', '2025-06-01', '2025-06-02', '2025-06-03'),
    ('00000000-0000-7000-8000-00000000a003', 'lantern', 'Lantern Analytics plc', '03234567', '3 High Street, Bristol', 'south-west', 'large', 'Cy Roe', 'bids@lantern.example', '0117 496 0000', 'None.', 'None found.', 'By the book.', 'ZA000003', 'admitted', '2025-06-01', '2025-06-02', '2025-06-03'),
    ('00000000-0000-7000-8000-00000000a004', 'thornbury', 'Thornbury Digital Ltd', '04234567', '4 High Street, Cardiff', 'wales-south', 'sme', 'Di Fox', 'bids@thornbury.example', '029 2018 0000', 'None.', 'None found.', 'By the book.', 'ZA000004', 'suspended', '2025-06-01', '2025-06-02', '2025-06-03'),
    ('00000000-0000-7000-8000-00000000a005', 'newcomer', 'Newcomer Security Ltd', null, '', null, null, '', '', '', '', '', '', '', 'registered', '2025-12-01', null, null);
update providers set state_reason = 'Insurance lapsed.' where slug = 'thornbury';

insert into provider_certificates (id, provider_id, scheme, number, issued_on, expires_on, decision)
    select gen_random_uuid(), id, 'cyber_essentials', 'CE-' || slug, '2025-06-30', '2027-06-30', 'accepted'
    from providers where state in ('admitted', 'suspended');
insert into provider_lots (provider_id, lot_code, evidence, decision, admitted_at)
    select p.id, l.code, 'Ten years of it.', 'admit', '2025-06-03' from providers p, lots l
    where p.state in ('admitted', 'suspended') and l.code in ('digital_forensics', 'network_analysis');
insert into rate_ceilings (provider_id, lot_code, sfia_level, day_rate)
    select provider_id, lot_code, level, level * 20000 from provider_lots, sfia_levels where level between 3 and 6;
insert into specialists (id, provider_id, name, sfia_level, skills, right_to_work)
    select gen_random_uuid(), p.id, s.name, s.level, 'Disk and phone imaging', true
    from providers p, (values ('Robin Vale', 5::smallint), ('Sam Holt', 4::smallint)) s (name, level)
    where p.state in ('admitted', 'suspended');
insert into terms_acceptances (provider_id, framework_id, version, text_hash, accepted_at)
    select p.id, t.framework_id, t.version, t.text_hash, p.admitted_at from providers p, framework_terms t where p.admitted_at is not null;
insert into specialist_clearances (specialist_id, kind, level, sponsor, expires_on)
    select s.id, c.kind, c.level, 'Northshire Police', '2027-12-31' from specialists s
    join (values ('Robin Vale', 'nppv', 'NPPV3'), ('Robin Vale', 'nsv', 'SC'), ('Sam Holt', 'nppv', 'NPPV2F'), ('Sam Holt', 'nsv', 'CTC')) c (name, kind, level) on c.name = s.name;

insert into users (id, email, name, password_hash, force_id, provider_id, is_operator, created_at, verified_at)
    select gen_random_uuid(), u.email, u.name, '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', f.id, p.id, u.organisation = 'operator', '2025-06-01', '2025-06-01'
    from (values
        ('requester@northshire.example', 'Rosa Quill', 'northshire'), ('approver@northshire.example', 'Abe Stone', 'northshire'),
        ('evaluator1@northshire.example', 'Eve Marsh', 'northshire'), ('evaluator2@northshire.example', 'Ned Marsh', 'northshire'),
        ('contracts@northshire.example', 'Cora Wynn', 'northshire'), ('admin@northshire.example', 'Alf Reed', 'northshire'),
        ('requester@eastmoor.example', 'Ras Fenn', 'eastmoor'), ('approver@eastmoor.example', 'Ada Fenn', 'eastmoor'),
        ('bids@kestrel.example', 'Ann Lee', 'kestrel'), ('delivery@kestrel.example', 'Del Kay', 'kestrel'), ('admin@kestrel.example', 'Kit Moss', 'kestrel'),
        ('bids@harrow.example', 'Bo Ade', 'harrow'), ('bids@lantern.example', 'Cy Roe', 'lantern'), ('bids@thornbury.example', 'Di Fox', 'thornbury'),
        ('admin@newcomer.example', 'Nia New', 'newcomer'),
        ('vetting1@operator.example', 'Val One', 'operator'), ('vetting2@operator.example', 'Viv Two', 'operator'),
        ('market@operator.example', 'Max Fair', 'operator'), ('auditor@operator.example', 'Aud Itor', 'operator'), ('admin@operator.example', 'Olu Ade', 'operator')
    ) u (email, name, organisation)
    left join forces f on f.slug = u.organisation left join providers p on p.slug = u.organisation;
insert into user_roles (user_id, role) select u.id, r.role from users u join (values
    ('requester@%', 'requester'), ('approver@%', 'approver'), ('evaluator1@%', 'evaluator'), ('evaluator2@%', 'evaluator'),
    ('contracts@%', 'contract_manager'), ('admin@northshire%', 'force_admin'),
    ('bids@%', 'bidder'), ('bids@harrow%', 'provider_admin'), ('bids@lantern%', 'provider_admin'), ('bids@thornbury%', 'provider_admin'),
    ('delivery@%', 'delivery_manager'), ('admin@kestrel%', 'provider_admin'), ('admin@newcomer%', 'provider_admin'), ('admin@newcomer%', 'bidder'),
    ('vetting_@%', 'vetting_officer'), ('market@%', 'marketplace_manager'), ('auditor@%', 'auditor'), ('admin@operator%', 'operator_admin')
) r (address, role) on u.email like r.address;
