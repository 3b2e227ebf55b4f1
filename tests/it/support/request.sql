-- A request of Northshire's that is open until the moment given, with everything a request has.
insert into requests (id, reference, force_id, state, title, lot_code, summary, why, problem, team, outcomes, region_code, remote, site, working,
    starts_on, length_months, route, budget, ir35, classification, conflict_assessment, questions_close_at, closes_at,
    created_by, created_at, submitted_by, submitted_at, approved_by, published_at)
select '$id', '$reference', f.id, 'open', 'Phone and computer examination', 'digital_forensics', 'Examine seized devices.', 'The unit is full.',
    'Two hundred devices wait.', 'Six examiners.', 'Reports fit for court.', 'north-west', 'hybrid', 'Northshire HQ', 'Weekdays.',
    ('$closes'::timestamptz + interval '60 days')::date, 6, 'mini_competition', 50000000, 'contracted_out_service', 'official', 'None known.',
    '$closes'::timestamptz - interval '2 days', '$closes', r.id, '$closes'::timestamptz - interval '20 days', r.id,
    '$closes'::timestamptz - interval '19 days', a.id, '$closes'::timestamptz - interval '18 days'
from forces f, users r, users a where f.slug = 'northshire' and r.email = 'requester@northshire.example' and a.email = 'approver@northshire.example';
insert into request_roles (id, request_id, position, title, sfia_level, people, days, nppv, nsv, needed_by) values
    (gen_random_uuid(), '$id', 1, 'Lead examiner', 5, 1, 100, 'NPPV3', 'SC', 'start'), (gen_random_uuid(), '$id', 2, 'Examiner', 4, 1, 100, 'NPPV2F', 'none', 'start');
insert into request_requirements (id, request_id, position, kind, text) values
    (gen_random_uuid(), '$id', 1, 'essential', 'Experience of imaging phones'), (gen_random_uuid(), '$id', 2, 'nice_to_have', 'Experience of vehicle systems');
insert into request_criteria (id, request_id, criterion, weight, question) values
    (gen_random_uuid(), '$id', 'technical_merit', 50, 'How will you examine the devices?'), (gen_random_uuid(), '$id', 'social_value', 10, 'What will the community gain?'),
    (gen_random_uuid(), '$id', 'price', 40, '');
insert into request_panel (request_id, user_id) select '$id', id from users where email like 'evaluator_@northshire.example';
insert into request_specialisms (request_id, specialism) select '$id', code from specialisms where name = 'Digital Forensics';
