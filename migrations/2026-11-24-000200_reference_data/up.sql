-- What Muster knows before anyone uses it. Every row is data that the operator may change; none is a
-- constant in the program. "To be confirmed" marks what sources disagree about or a lawyer should read.
-- The facts are public: police.uk and GOV.UK pages (Open Government Licence v3.0) and the bodies named below.

-- ── Regions ────────────────────────────────────────────────────────────────
-- England and Wales by regional organised crime unit (ROCU), which is not always the region on a map:
-- Kent works with the eastern unit and North Wales with the north-western one.
insert into regions (code, name, rocu) values
    ('eastern',          'East of England',            'Eastern Region Special Operations Unit'),
    ('east-midlands',    'East Midlands',              'East Midlands Special Operations Unit'),
    ('london',           'London',                     'London Regional Organised Crime Unit'),
    ('north-east',       'North East',                 'North East Regional Organised Crime Unit'),
    ('north-west',       'North West and North Wales', 'North West Regional Organised Crime Unit'),
    ('south-east',       'South East',                 'South East Regional Organised Crime Unit'),
    ('south-west',       'South West',                 'South West Regional Organised Crime Unit'),
    ('wales-south',      'South and West Wales',       'Tarian, Regional Organised Crime Unit for southern Wales'),
    ('west-midlands',    'West Midlands',              'Regional Organised Crime Unit for the West Midlands'),
    ('yorkshire-humber', 'Yorkshire and the Humber',   'Yorkshire and Humber Regional Organised Crime Unit'),
    ('scotland',         'Scotland',                   null),
    ('northern-ireland', 'Northern Ireland',           null),
    ('national',         'UK-wide',                    null);

-- ── Forces ─────────────────────────────────────────────────────────────────
-- The 43 territorial forces of England and Wales and six others. Slugs are those of data.police.uk where it has one.
-- A force cannot usually contract by itself: the authority is its commissioner, or the body that has taken over a
-- commissioner's powers. To be confirmed by each force before its first contract; commissioners are being replaced.
-- valid_from is the first day this list speaks for, not the day a force was founded. No e-mail domain is set: it
-- says who may join a force, so the operator sets it after asking the force.
insert into forces (id, slug, name, kind, region_code, contracting_authority, procurement_regime, valid_from) values
    ('ea7a5bad-e035-5315-81ea-a10c41f91be6', 'avon-and-somerset',  'Avon and Somerset Police',                 'territorial', 'south-west',       'The Police and Crime Commissioner for Avon and Somerset',                          'england_wales',    '2025-01-01'),
    ('08f32492-d645-552a-8e9d-058fb3726a19', 'bedfordshire',       'Bedfordshire Police',                      'territorial', 'eastern',          'The Police and Crime Commissioner for Bedfordshire',                               'england_wales',    '2025-01-01'),
    ('ed40994e-e659-551d-980a-91b8011a89c2', 'cambridgeshire',     'Cambridgeshire Constabulary',              'territorial', 'eastern',          'The Police and Crime Commissioner for Cambridgeshire',                             'england_wales',    '2025-01-01'),
    ('e02e18f3-8ef2-5547-8b02-081444932662', 'cheshire',           'Cheshire Constabulary',                    'territorial', 'north-west',       'The Police and Crime Commissioner for Cheshire',                                   'england_wales',    '2025-01-01'),
    ('a6350622-11fa-5515-8a78-7f1347a6b61c', 'city-of-london',     'City of London Police',                    'territorial', 'london',           'City of London Corporation',                                                       'england_wales',    '2025-01-01'),
    ('cf7134cc-df93-55ec-87d1-cbfe67e41c98', 'cleveland',          'Cleveland Police',                         'territorial', 'north-east',       'The Police and Crime Commissioner for Cleveland',                                  'england_wales',    '2025-01-01'),
    ('f28b5d3a-9299-58a5-a242-988afb948a64', 'cumbria',            'Cumbria Constabulary',                     'territorial', 'north-west',       'The Police, Fire and Crime Commissioner for Cumbria',                              'england_wales',    '2025-01-01'),
    ('e14f62ca-729c-5a38-a5b5-65b48b9c623a', 'derbyshire',         'Derbyshire Constabulary',                  'territorial', 'east-midlands',    'The Police and Crime Commissioner for Derbyshire',                                 'england_wales',    '2025-01-01'),
    ('06ec2257-16ea-5569-8516-52b429045c1c', 'devon-and-cornwall', 'Devon & Cornwall Police',                  'territorial', 'south-west',       'The Police and Crime Commissioner for Devon and Cornwall and the Isles of Scilly', 'england_wales',    '2025-01-01'),
    ('42b55c63-39da-506a-b567-4db76e49e2ec', 'dorset',             'Dorset Police',                            'territorial', 'south-west',       'The Police and Crime Commissioner for Dorset',                                     'england_wales',    '2025-01-01'),
    ('2759e2c4-6099-52c0-9951-13a0c8f6d172', 'durham',             'Durham Constabulary',                      'territorial', 'north-east',       'The Police and Crime Commissioner for County Durham and Darlington',               'england_wales',    '2025-01-01'),
    ('9e80e4fa-0c61-568f-b651-43f4f4cf2561', 'dyfed-powys',        'Dyfed-Powys Police',                       'territorial', 'wales-south',      'The Police and Crime Commissioner for Dyfed-Powys',                                'england_wales',    '2025-01-01'),
    ('9eba7114-5123-589e-ae12-4aaaee231471', 'essex',              'Essex Police',                             'territorial', 'eastern',          'The Police, Fire and Crime Commissioner for Essex',                                'england_wales',    '2025-01-01'),
    ('a6f54582-7bca-5b97-8155-4e461bd70025', 'gloucestershire',    'Gloucestershire Constabulary',             'territorial', 'south-west',       'The Police and Crime Commissioner for Gloucestershire',                            'england_wales',    '2025-01-01'),
    ('a2d8d20c-54ae-5b96-bbc6-ee555b01152d', 'greater-manchester', 'Greater Manchester Police',                'territorial', 'north-west',       'Greater Manchester Combined Authority',                                            'england_wales',    '2025-01-01'),
    ('ff6370fc-5722-5ffd-9805-7a75fb2d79d3', 'gwent',              'Gwent Police',                             'territorial', 'wales-south',      'The Police and Crime Commissioner for Gwent',                                      'england_wales',    '2025-01-01'),
    ('cbff3782-1ad0-5fb7-bbf9-9413cb675278', 'hampshire',          'Hampshire and Isle of Wight Constabulary', 'territorial', 'south-east',       'The Police and Crime Commissioner for Hampshire and Isle of Wight',                'england_wales',    '2025-01-01'),
    ('5db10698-fc52-5083-98fe-67811f199081', 'hertfordshire',      'Hertfordshire Constabulary',               'territorial', 'eastern',          'The Police and Crime Commissioner for Hertfordshire',                              'england_wales',    '2025-01-01'),
    ('4f40c6ab-e1c8-5985-b242-dbd50ec5a530', 'humberside',         'Humberside Police',                        'territorial', 'yorkshire-humber', 'The Police and Crime Commissioner for Humberside',                                 'england_wales',    '2025-01-01'),
    ('ca27b616-9623-5a56-a5a0-fcb33e062cd4', 'kent',               'Kent Police',                              'territorial', 'eastern',          'The Police and Crime Commissioner for Kent',                                       'england_wales',    '2025-01-01'),
    ('b62824a4-d910-519f-b152-b1c437de180c', 'lancashire',         'Lancashire Constabulary',                  'territorial', 'north-west',       'The Police and Crime Commissioner for Lancashire',                                 'england_wales',    '2025-01-01'),
    ('ce705ed0-1cd6-5832-bff9-4181da290d36', 'leicestershire',     'Leicestershire Police',                    'territorial', 'east-midlands',    'The Police and Crime Commissioner for Leicester, Leicestershire and Rutland',      'england_wales',    '2025-01-01'),
    ('2cee5bb7-695d-5dc0-b3f6-75d54c6f0876', 'lincolnshire',       'Lincolnshire Police',                      'territorial', 'east-midlands',    'The Police and Crime Commissioner for Lincolnshire',                               'england_wales',    '2025-01-01'),
    ('94bed3b1-2dba-5ad8-a88a-24b99a631f7c', 'merseyside',         'Merseyside Police',                        'territorial', 'north-west',       'The Police and Crime Commissioner for Merseyside',                                 'england_wales',    '2025-01-01'),
    ('1cb4d597-f989-52ca-a0b0-26bda746d19d', 'metropolitan',       'Metropolitan Police Service',              'territorial', 'london',           'Mayor''s Office for Policing and Crime',                                           'england_wales',    '2025-01-01'),
    ('00ae8e2c-2458-59a5-ba74-9a1e2e97dc22', 'norfolk',            'Norfolk Constabulary',                     'territorial', 'eastern',          'The Police and Crime Commissioner for Norfolk',                                    'england_wales',    '2025-01-01'),
    ('d31084e4-3082-55be-b77b-517fcbf89285', 'north-wales',        'North Wales Police',                       'territorial', 'north-west',       'The Police and Crime Commissioner for North Wales',                                'england_wales',    '2025-01-01'),
    ('2b073ce5-e82c-529f-aa3b-bb762d7ac164', 'north-yorkshire',    'North Yorkshire Police',                   'territorial', 'yorkshire-humber', 'York and North Yorkshire Combined Authority',                                      'england_wales',    '2025-01-01'),
    ('ebfae371-9460-53ab-aa6d-15d73617ba49', 'northamptonshire',   'Northamptonshire Police',                  'territorial', 'east-midlands',    'The Police, Fire and Crime Commissioner for Northamptonshire',                     'england_wales',    '2025-01-01'),
    ('16f4fdd7-0f0a-5a3d-8b02-e6c5e0d8f988', 'northumbria',        'Northumbria Police',                       'territorial', 'north-east',       'The Police and Crime Commissioner for Northumbria',                                'england_wales',    '2025-01-01'),
    ('331bfa45-e445-544c-a027-6e701707c00b', 'nottinghamshire',    'Nottinghamshire Police',                   'territorial', 'east-midlands',    'The Police and Crime Commissioner for Nottinghamshire',                            'england_wales',    '2025-01-01'),
    ('c4f8c20a-548d-5cbb-9988-229db7427b1b', 'south-wales',        'South Wales Police',                       'territorial', 'wales-south',      'The Police and Crime Commissioner for South Wales',                                'england_wales',    '2025-01-01'),
    ('12eeb9a3-0be7-5e4b-a6af-dfe56c0f1f44', 'south-yorkshire',    'South Yorkshire Police',                   'territorial', 'yorkshire-humber', 'South Yorkshire Mayoral Combined Authority',                                       'england_wales',    '2025-01-01'),
    ('453dae84-25d2-561e-9968-3d1d21b583d6', 'staffordshire',      'Staffordshire Police',                     'territorial', 'west-midlands',    'The Police, Fire and Crime Commissioner for Staffordshire',                        'england_wales',    '2025-01-01'),
    ('bfb1e684-f4b9-522b-9d23-ec4db3f1f58d', 'suffolk',            'Suffolk Constabulary',                     'territorial', 'eastern',          'The Police and Crime Commissioner for Suffolk',                                    'england_wales',    '2025-01-01'),
    ('b39a4f05-e633-50d5-9f98-1c1b1bbd285b', 'surrey',             'Surrey Police',                            'territorial', 'south-east',       'The Police and Crime Commissioner for Surrey',                                     'england_wales',    '2025-01-01'),
    ('785dfcd7-1c1a-5dbb-a053-ce026afbd63d', 'sussex',             'Sussex Police',                            'territorial', 'south-east',       'The Police and Crime Commissioner for Sussex',                                     'england_wales',    '2025-01-01'),
    ('47c30e2a-c3ee-5c49-8925-1a21949c373b', 'thames-valley',      'Thames Valley Police',                     'territorial', 'south-east',       'The Police and Crime Commissioner for Thames Valley',                              'england_wales',    '2025-01-01'),
    ('3be7e3d4-afde-5187-bc5c-5f7ecddd9280', 'warwickshire',       'Warwickshire Police',                      'territorial', 'west-midlands',    'The Police and Crime Commissioner for Warwickshire',                               'england_wales',    '2025-01-01'),
    ('a86f6230-d7da-534c-af49-09c7326076cc', 'west-mercia',        'West Mercia Police',                       'territorial', 'west-midlands',    'The Police and Crime Commissioner for West Mercia',                                'england_wales',    '2025-01-01'),
    ('6b85fd45-5422-51a1-bd36-fb7ab6ab6c4e', 'west-midlands',      'West Midlands Police',                     'territorial', 'west-midlands',    'The Police and Crime Commissioner for West Midlands',                              'england_wales',    '2025-01-01'),
    ('617ea8d6-dc73-5f3d-b13e-117ac0da50d1', 'west-yorkshire',     'West Yorkshire Police',                    'territorial', 'yorkshire-humber', 'West Yorkshire Combined Authority',                                                'england_wales',    '2025-01-01'),
    ('444b17c9-da37-5621-a1b8-0e4836508d82', 'wiltshire',          'Wiltshire Police',                         'territorial', 'south-west',       'The Police and Crime Commissioner for Wiltshire and Swindon',                      'england_wales',    '2025-01-01'),
    ('b0d54647-f1d9-5d1b-9db1-8c6e325062a5', 'northern-ireland',   'Police Service of Northern Ireland',       'territorial', 'northern-ireland', 'Northern Ireland Policing Board',                                                  'northern_ireland', '2025-01-01'),
    ('a242d961-e56c-5deb-bd82-570644797996', 'scotland',           'Police Scotland',                          'territorial', 'scotland',         'Scottish Police Authority',                                                        'scotland',         '2025-01-01'),
    ('9073921a-37d8-5b0b-bb6b-e9db6df4012e', 'btp',                'British Transport Police',                 'special',     'national',         'British Transport Police Authority',                                               'england_wales',    '2025-01-01'),
    ('479bf42c-2ef7-5c6f-a14c-65c9a6e24939', 'cnc',                'Civil Nuclear Constabulary',               'special',     'national',         'Civil Nuclear Police Authority',                                                   'england_wales',    '2025-01-01'),
    ('048577a8-787f-5880-b7a7-3ecc9209a3d4', 'mdp',                'Ministry of Defence Police',               'special',     'national',         'Secretary of State for Defence',                                                   'england_wales',    '2025-01-01'),
    ('187dbfb4-a2cc-509f-b4cc-833993c9bae8', 'nca',                'National Crime Agency',                    'agency',      'national',         'National Crime Agency',                                                            'england_wales',    '2025-01-01');

-- ── Bank holidays ──────────────────────────────────────────────────────────
-- GOV.UK, alphagov/frontend lib/data/bank-holidays.json at cb2a016 (2026-08-21), Open Government Licence v3.0.
-- 2025 to 2028, each complete. A working day is none of these, whichever part of the UK keeps it.
insert into bank_holidays (day, division, title) values
    ('2025-01-01', 'england-and-wales', 'New Year''s Day'), ('2025-01-01', 'scotland', 'New Year''s Day'), ('2025-01-01', 'northern-ireland', 'New Year''s Day'),
    ('2025-01-02', 'scotland', '2nd January'),
    ('2025-03-17', 'northern-ireland', 'St Patrick''s Day'),
    ('2025-04-18', 'england-and-wales', 'Good Friday'), ('2025-04-18', 'scotland', 'Good Friday'), ('2025-04-18', 'northern-ireland', 'Good Friday'),
    ('2025-04-21', 'england-and-wales', 'Easter Monday'), ('2025-04-21', 'northern-ireland', 'Easter Monday'),
    ('2025-05-05', 'england-and-wales', 'Early May bank holiday'), ('2025-05-05', 'scotland', 'Early May bank holiday'), ('2025-05-05', 'northern-ireland', 'Early May bank holiday'),
    ('2025-05-26', 'england-and-wales', 'Spring bank holiday'), ('2025-05-26', 'scotland', 'Spring bank holiday'), ('2025-05-26', 'northern-ireland', 'Spring bank holiday'),
    ('2025-07-14', 'northern-ireland', 'Battle of the Boyne (Orangemen’s Day) (substitute day)'),
    ('2025-08-04', 'scotland', 'Summer bank holiday'),
    ('2025-08-25', 'england-and-wales', 'Summer bank holiday'), ('2025-08-25', 'northern-ireland', 'Summer bank holiday'),
    ('2025-12-01', 'scotland', 'St Andrew''s Day (substitute day)'),
    ('2025-12-25', 'england-and-wales', 'Christmas Day'), ('2025-12-25', 'scotland', 'Christmas Day'), ('2025-12-25', 'northern-ireland', 'Christmas Day'),
    ('2025-12-26', 'england-and-wales', 'Boxing Day'), ('2025-12-26', 'scotland', 'Boxing Day'), ('2025-12-26', 'northern-ireland', 'Boxing Day'),
    ('2026-01-01', 'england-and-wales', 'New Year''s Day'), ('2026-01-01', 'scotland', 'New Year''s Day'), ('2026-01-01', 'northern-ireland', 'New Year''s Day'),
    ('2026-01-02', 'scotland', '2nd January'),
    ('2026-03-17', 'northern-ireland', 'St Patrick''s Day'),
    ('2026-04-03', 'england-and-wales', 'Good Friday'), ('2026-04-03', 'scotland', 'Good Friday'), ('2026-04-03', 'northern-ireland', 'Good Friday'),
    ('2026-04-06', 'england-and-wales', 'Easter Monday'), ('2026-04-06', 'northern-ireland', 'Easter Monday'),
    ('2026-05-04', 'england-and-wales', 'Early May bank holiday'), ('2026-05-04', 'scotland', 'Early May bank holiday'), ('2026-05-04', 'northern-ireland', 'Early May bank holiday'),
    ('2026-05-25', 'england-and-wales', 'Spring bank holiday'), ('2026-05-25', 'scotland', 'Spring bank holiday'), ('2026-05-25', 'northern-ireland', 'Spring bank holiday'),
    ('2026-06-15', 'scotland', 'World Cup bank holiday'),
    ('2026-07-13', 'northern-ireland', 'Battle of the Boyne (Orangemen’s Day) (substitute day)'),
    ('2026-08-03', 'scotland', 'Summer bank holiday'),
    ('2026-08-31', 'england-and-wales', 'Summer bank holiday'), ('2026-08-31', 'northern-ireland', 'Summer bank holiday'),
    ('2026-11-30', 'scotland', 'St Andrew''s Day'),
    ('2026-12-25', 'england-and-wales', 'Christmas Day'), ('2026-12-25', 'scotland', 'Christmas Day'), ('2026-12-25', 'northern-ireland', 'Christmas Day'),
    ('2026-12-28', 'england-and-wales', 'Boxing Day (substitute day)'), ('2026-12-28', 'scotland', 'Boxing Day (substitute day)'), ('2026-12-28', 'northern-ireland', 'Boxing Day (substitute day)'),
    ('2027-01-01', 'england-and-wales', 'New Year''s Day'), ('2027-01-01', 'scotland', 'New Year''s Day'), ('2027-01-01', 'northern-ireland', 'New Year''s Day'),
    ('2027-01-04', 'scotland', '2nd January (substitute day)'),
    ('2027-03-17', 'northern-ireland', 'St Patrick''s Day'),
    ('2027-03-26', 'england-and-wales', 'Good Friday'), ('2027-03-26', 'scotland', 'Good Friday'), ('2027-03-26', 'northern-ireland', 'Good Friday'),
    ('2027-03-29', 'england-and-wales', 'Easter Monday'), ('2027-03-29', 'northern-ireland', 'Easter Monday'),
    ('2027-05-03', 'england-and-wales', 'Early May bank holiday'), ('2027-05-03', 'scotland', 'Early May bank holiday'), ('2027-05-03', 'northern-ireland', 'Early May bank holiday'),
    ('2027-05-31', 'england-and-wales', 'Spring bank holiday'), ('2027-05-31', 'scotland', 'Spring bank holiday'), ('2027-05-31', 'northern-ireland', 'Spring bank holiday'),
    ('2027-07-12', 'northern-ireland', 'Battle of the Boyne (Orangemen’s Day)'),
    ('2027-08-02', 'scotland', 'Summer bank holiday'),
    ('2027-08-30', 'england-and-wales', 'Summer bank holiday'), ('2027-08-30', 'northern-ireland', 'Summer bank holiday'),
    ('2027-11-30', 'scotland', 'St Andrew''s Day'),
    ('2027-12-27', 'england-and-wales', 'Christmas Day (substitute day)'), ('2027-12-27', 'scotland', 'Christmas Day (substitute day)'), ('2027-12-27', 'northern-ireland', 'Christmas Day (substitute day)'),
    ('2027-12-28', 'england-and-wales', 'Boxing Day (substitute day)'), ('2027-12-28', 'scotland', 'Boxing Day (substitute day)'), ('2027-12-28', 'northern-ireland', 'Boxing Day (substitute day)'),
    ('2028-01-03', 'england-and-wales', 'New Year''s Day (substitute day)'), ('2028-01-03', 'scotland', 'New Year''s Day (substitute day)'), ('2028-01-03', 'northern-ireland', 'New Year''s Day (substitute day)'),
    ('2028-01-04', 'scotland', '2nd January (substitute day)'),
    ('2028-03-17', 'northern-ireland', 'St Patrick''s Day'),
    ('2028-04-14', 'england-and-wales', 'Good Friday'), ('2028-04-14', 'scotland', 'Good Friday'), ('2028-04-14', 'northern-ireland', 'Good Friday'),
    ('2028-04-17', 'england-and-wales', 'Easter Monday'), ('2028-04-17', 'northern-ireland', 'Easter Monday'),
    ('2028-05-01', 'england-and-wales', 'Early May bank holiday'), ('2028-05-01', 'scotland', 'Early May bank holiday'), ('2028-05-01', 'northern-ireland', 'Early May bank holiday'),
    ('2028-05-29', 'england-and-wales', 'Spring bank holiday'), ('2028-05-29', 'scotland', 'Spring bank holiday'), ('2028-05-29', 'northern-ireland', 'Spring bank holiday'),
    ('2028-07-12', 'northern-ireland', 'Battle of the Boyne (Orangemen’s Day)'),
    ('2028-08-07', 'scotland', 'Summer bank holiday'),
    ('2028-08-28', 'england-and-wales', 'Summer bank holiday'), ('2028-08-28', 'northern-ireland', 'Summer bank holiday'),
    ('2028-11-30', 'scotland', 'St Andrew''s Day'),
    ('2028-12-25', 'england-and-wales', 'Christmas Day'), ('2028-12-25', 'scotland', 'Christmas Day'), ('2028-12-25', 'northern-ireland', 'Christmas Day'),
    ('2028-12-26', 'england-and-wales', 'Boxing Day'), ('2028-12-26', 'scotland', 'Boxing Day'), ('2028-12-26', 'northern-ireland', 'Boxing Day');

-- ── Thresholds ─────────────────────────────────────────────────────────────
-- Procurement Act 2023, Schedule 1: goods and services bought by sub-central authorities, VAT included.
-- valid_to is the first day on which the amount no longer holds.
insert into thresholds (name, amount_pence, valid_from, valid_to, source) values
    ('sub_central_goods_services', 21490400, '2024-01-01', '2026-01-01', 'Thresholds for 2024 and 2025, Cabinet Office'),
    ('sub_central_goods_services', 20772000, '2026-01-01', null,         'Thresholds from 1 January 2026, Cabinet Office');

-- ── Skills ─────────────────────────────────────────────────────────────────
-- The specialisms of the UK Cyber Security Council, in its order.
insert into specialisms (code, name, position) values
    ('audit_assurance',          'Cyber Security Audit and Assurance',         1),
    ('governance_risk',          'Governance and Risk Management',             2),
    ('management',               'Management',                                 3),
    ('threat_intelligence',      'Cyber Threat Intelligence',                  4),
    ('cryptography',             'Cryptography and Communications Security',   5),
    ('data_protection',          'Data Protection and Privacy',                6),
    ('digital_forensics',        'Digital Forensics',                          7),
    ('identity_access',          'Identity and Access Management',             8),
    ('incident_response',        'Incident Response',                          9),
    ('network_monitoring',       'Network Monitoring and Intrusion Detection', 10),
    ('secure_operations',        'Secure Operations',                          11),
    ('secure_architecture',      'Secure System Architecture and Design',      12),
    ('secure_development',       'Secure System Development',                  13),
    ('security_testing',         'Security Testing',                           14),
    ('vulnerability_management', 'Vulnerability Management',                   15);

-- Levels of responsibility of the Skills Framework for the Information Age (SFIA).
insert into sfia_levels (level, name) values
    (1, 'Follow'),
    (2, 'Assist'),
    (3, 'Apply'),
    (4, 'Enable'),
    (5, 'Ensure or advise'),
    (6, 'Initiate or influence'),
    (7, 'Set strategy');

-- ── Clearances ─────────────────────────────────────────────────────────────
-- Non-police personnel vetting (NPPV). A clearance ends when its certificate says; valid_years is only what is
-- offered when the date is typed. To be confirmed: forces give level 3 five or seven years. Level 1 has no usual length.
insert into police_vetting_levels (code, rank, name, valid_years) values
    ('NPPV1',  1, 'NPPV level 1',               null),
    ('NPPV2A', 2, 'NPPV level 2 (abbreviated)', 3),
    ('NPPV2F', 3, 'NPPV level 2 (full)',        3),
    ('NPPV3',  4, 'NPPV level 3',               5);

-- National security vetting, which neither includes police vetting nor is included in it. The years are the usual
-- ones for contractors. To be confirmed: the sponsor may set fewer, and employees of List X companies have more.
insert into security_clearance_levels (code, rank, name, valid_years) values
    ('none', 0, 'None',                                       null),
    ('BPSS', 1, 'Baseline Personnel Security Standard (BPSS)', null),
    ('CTC',  2, 'Counter-Terrorist Check (CTC)',               5),
    ('SC',   3, 'Security Check (SC)',                         5),
    ('DV',   4, 'Developed Vetting (DV)',                      7);

-- ── Assurance schemes ──────────────────────────────────────────────────────
-- valid_months is what is offered when a certificate is typed; without it the certificate alone says.
-- Only the mandatory scheme stops a provider from bidding; a request may ask for others, or equivalent.
insert into assurance_schemes (code, name, valid_months, mandatory, position) values
    ('cyber_essentials',      'Cyber Essentials',                               12,   true,  1),
    ('cyber_essentials_plus', 'Cyber Essentials Plus',                          12,   false, 2),
    ('iso_27001',             'ISO/IEC 27001',                                  36,   false, 3),
    ('crest',                 'CREST member company',                           null, false, 4),
    ('check',                 'NCSC CHECK',                                     null, false, 5),
    ('cir_level_1',           'NCSC Cyber Incident Response, level 1',          null, false, 6),
    ('cir_level_2',           'NCSC Cyber Incident Response, level 2',          null, false, 7),
    ('iso_17025',             'ISO/IEC 17025 (digital forensics)',              null, false, 8),
    ('fsr_code',              'Forensic Science Regulator''s Code of Practice', null, false, 9);

-- ── The framework ──────────────────────────────────────────────────────────
-- One open framework; every request is a call-off from it. The fee is 1.5 per cent of the value of each contract.
insert into frameworks (id, name, starts_on, ends_on, fee_basis_points, terms_version) values
    ('d8b40fa0-a5ad-5d40-9f46-3660c0b0f409', 'Police Cyber Skills Framework 2026', '2026-01-01', '2029-12-31', 150, 1);

-- What every request is judged by; a request refines these and sets their weights.
insert into framework_criteria (code, framework_id, name, position, is_price) values
    ('technical_merit',   'd8b40fa0-a5ad-5d40-9f46-3660c0b0f409', 'Technical merit',   1, false),
    ('delivery_approach', 'd8b40fa0-a5ad-5d40-9f46-3660c0b0f409', 'Delivery approach', 2, false),
    ('team_and_skills',   'd8b40fa0-a5ad-5d40-9f46-3660c0b0f409', 'Team and skills',   3, false),
    ('mobilisation',      'd8b40fa0-a5ad-5d40-9f46-3660c0b0f409', 'Mobilisation',      4, false),
    ('social_value',      'd8b40fa0-a5ad-5d40-9f46-3660c0b0f409', 'Social value',      5, false),
    ('price',             'd8b40fa0-a5ad-5d40-9f46-3660c0b0f409', 'Price',             6, true);

-- Service lines. A provider is admitted to each one separately.
insert into lots (code, framework_id, position, name, description) values
    ('digital_forensics', 'd8b40fa0-a5ad-5d40-9f46-3660c0b0f409', 1, 'Digital forensics',
     'Recovering, preserving and examining evidence from phones, computers, vehicles and cloud accounts, to the standard a court expects.'),
    ('incident_response', 'd8b40fa0-a5ad-5d40-9f46-3660c0b0f409', 2, 'Incident response and live investigation',
     'People who join a force within hours to contain an attack, keep the evidence and help victims work again.'),
    ('malware_analysis', 'd8b40fa0-a5ad-5d40-9f46-3660c0b0f409', 3, 'Malware and reverse engineering',
     'Taking hostile software apart to show what it does, who it talks to and how it can be stopped.'),
    ('financial_tracing', 'd8b40fa0-a5ad-5d40-9f46-3660c0b0f409', 4, 'Cryptocurrency and financial tracing',
     'Following money across blockchains, exchanges and accounts, and helping to seize what can be seized.'),
    ('osint', 'd8b40fa0-a5ad-5d40-9f46-3660c0b0f409', 5, 'Open-source and dark-web intelligence',
     'Lawful research of public and hidden sites to find suspects, victims, markets and leaked data.'),
    ('network_analysis', 'd8b40fa0-a5ad-5d40-9f46-3660c0b0f409', 6, 'Network and telecoms analysis',
     'Making sense of call data, internet connection records and network traffic for an investigation.'),
    ('data_science', 'd8b40fa0-a5ad-5d40-9f46-3660c0b0f409', 7, 'Data science and large-scale evidence review',
     'Sorting, linking and searching seized data that is too large for people to read one item at a time.'),
    ('security_testing', 'd8b40fa0-a5ad-5d40-9f46-3660c0b0f409', 8, 'Security testing and architecture',
     'Testing a force''s own systems for weaknesses and designing ones that are harder to attack.'),
    ('victim_protection', 'd8b40fa0-a5ad-5d40-9f46-3660c0b0f409', 9, 'Victim protection and cyber resilience',
     'Practical help for people and small organisations that have been attacked, so that it does not happen again.'),
    ('training', 'd8b40fa0-a5ad-5d40-9f46-3660c0b0f409', 10, 'Training and skills transfer',
     'Teaching officers and staff to do cyber work themselves, in the classroom and alongside live cases.');
