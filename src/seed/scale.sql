-- Many requests, as two years of a busy marketplace would leave them. The number comes in `muster.scale`, and the hash
-- of a password that nobody knows in `muster.nobody`. Each run adds to the last; nothing is drawn by chance, so two
-- databases filled with the same number hold the same requests but for their ids and the hour.

-- ── People: a requester and an approver for each force ─────────────────────
insert into users (id, email, name, password_hash, force_id, created_at)
select gen_random_uuid(), 'scale-' || who.role || '@' || f.slug || '.example', who.name, current_setting('muster.nobody'), f.id,
    now() - interval '3 years'
from forces f, (values ('requester', 'Measured Requester'), ('approver', 'Measured Approver')) who (role, name)
on conflict (email) do nothing;
insert into user_roles (user_id, role)
select id, substring(email from '^scale-([a-z]+)@') from users where email ~ '^scale-[a-z]+@'
on conflict do nothing;

-- ── What is wanted: a title is a piece of work, a place for it and a reason ─
create temporary table work (lot text, n bigint, task text);
insert into work values
    ('digital_forensics', 0, 'Phone examination'), ('digital_forensics', 1, 'Imaging of seized computers'), ('digital_forensics', 2, 'Vehicle system extraction'),
    ('incident_response', 0, 'Ransomware containment'), ('incident_response', 1, 'Live server capture'), ('incident_response', 2, 'Out-of-hours incident team'),
    ('malware_analysis', 0, 'Reverse engineering'), ('malware_analysis', 1, 'Stealer analysis'), ('malware_analysis', 2, 'Sandbox triage'),
    ('financial_tracing', 0, 'Wallet tracing'), ('financial_tracing', 1, 'Exchange enquiries'), ('financial_tracing', 2, 'Token seizure support'),
    ('osint', 0, 'Dark-web market research'), ('osint', 1, 'Open-source profiles'), ('osint', 2, 'Leak site monitoring'),
    ('network_analysis', 0, 'Call data analysis'), ('network_analysis', 1, 'Packet capture review'), ('network_analysis', 2, 'Cell site survey'),
    ('data_science', 0, 'Evidence clustering'), ('data_science', 1, 'Image matching at volume'), ('data_science', 2, 'Chat log review'),
    ('security_testing', 0, 'Penetration test'), ('security_testing', 1, 'Cloud design review'), ('security_testing', 2, 'Red team exercise'),
    ('victim_protection', 0, 'Victim call-back service'), ('victim_protection', 1, 'Small business health check'), ('victim_protection', 2, 'Stalkerware clinic'),
    ('training', 0, 'First responder course'), ('training', 1, 'Analyst mentoring'), ('training', 2, 'Tabletop exercises');

create temporary table wanted as
with
    house as (select array_agg(id order by slug) as ids, array_agg(slug order by slug) as slugs, array_agg(region_code order by slug) as regions, count(*) as n from forces),
    shelf as (select array_agg(code order by position) as codes, count(*) as n from lots),
    words as (select
        array['the cyber crime unit', 'the fraud team', 'the regional unit', 'major crime', 'the child protection team', 'counter-corruption',
              'the digital media unit', 'the economic crime team', 'neighbourhood officers', 'the control room', 'the serious crime desk'] as teams,
        array['an ongoing operation', 'a backlog of exhibits', 'a cold case review', 'a county lines case', 'a phishing series', 'an insider case',
              'a romance fraud', 'a bank account takeover', 'an extortion case', 'a school network breach', 'a hospital incident', 'a trial this spring',
              'a two-force enquiry'] as reasons),
    base as (select count(*) as n from requests where reference like 'REQ-____-S%'),
    grid as (
        select base.n + i as i, (i * 7919) % number as turn, number,
            -- Days are spread evenly, in no order that another column follows.
            now() - interval '1 hour' - interval '730 days' * ((i * 7919) % number) / number as published_at
        from base, (select current_setting('muster.scale')::bigint as number) asked, generate_series(1, number) i
    )
select gen_random_uuid() as id, g.i, h.ids[1 + g.i % h.n] as force_id, h.slugs[1 + g.i % h.n] as slug, h.regions[1 + g.i % h.n] as region_code,
    s.codes[1 + (g.i / 3) % s.n] as lot_code, work.task, w.teams[1 + (g.i / 5) % 11] as team, w.reasons[1 + (g.i / 7) % 13] as reason,
    g.published_at, g.published_at + interval '14 days' + interval '1 day' * (g.i % 29) as closes_at, (hashint8(g.i) & 2147483647) % 100 as luck
from grid g, house h, shelf s, words w, work
where work.lot = s.codes[1 + (g.i / 3) % s.n] and work.n = g.i % 3;
analyze users, wanted;

-- ── Requests ───────────────────────────────────────────────────────────────
insert into requests (id, reference, force_id, state, version, title, lot_code, summary, why, problem, team, outcomes, region_code, remote, site, working,
    starts_on, length_months, extension_months, route, route_reason, budget, budget_shown, ir35, classification, conflict_assessment, standstill_days,
    questions_close_at, closes_at, end_reason, created_by, created_at, submitted_by, submitted_at, approved_by, published_at)
select w.id, 'REQ-' || extract(year from w.published_at) || '-S' || lpad(w.i::text, greatest(6, length(w.i::text)), '0'), w.force_id,
    case
        when w.luck < 4 then 'cancelled'
        when w.closes_at > now() - interval '7 days' then 'open'
        when w.closes_at > now() - interval '28 days' then 'evaluating'
        when w.luck < 14 then 'no_award'
        when w.closes_at > now() - interval '42 days' then 'standstill'
        else 'contracted'
    end,
    1 + (w.luck > 90)::int, w.task || ' for ' || w.team || ', ' || w.reason, w.lot_code,
    w.task || ' to help ' || w.team || ' with ' || w.reason || '. The people sent work beside our own officers and write statements that stand in court.',
    'Our own people have more of this work than hours, and what waits grows older each week.',
    'The next case of this kind is ' || w.reason || '. It needs ' || lower(w.task) || ' sooner and deeper than ' || w.team || ' can do alone.',
    'A detective sergeant leads; two analysts and an exhibits officer work with the people sent.',
    'A written report for each exhibit, a handover that our own people can work from, and witnesses who can explain both.',
    w.region_code, (array['on_site', 'hybrid', 'remote'])[1 + w.i % 3], 'Force headquarters', 'Weekdays, with some weekends by agreement.',
    (w.closes_at + interval '45 days')::date, 1 + w.i % 24, (w.i % 4) * 3,
    case when w.luck between 50 and 57 then 'urgent' else 'mini_competition' end,
    case when w.luck between 50 and 57 then 'Evidence is being lost while we wait.' else '' end,
    2500000 + (w.i * 104729) % 90000000, w.luck % 5 > 0, (array['contracted_out_service', 'supply_of_resource'])[1 + w.i % 2],
    (array['official', 'official_sensitive'])[1 + (w.i / 2) % 2], 'Nobody on the panel has an interest to declare.', 8 * (w.luck % 2),
    w.closes_at - interval '4 days', w.closes_at, case when w.luck < 4 then 'The need has gone.' else '' end,
    asks.id, w.published_at - interval '9 days', asks.id, w.published_at - interval '2 days', agrees.id, w.published_at
from wanted w
join users asks on asks.email = 'scale-requester@' || w.slug || '.example'
join users agrees on agrees.email = 'scale-approver@' || w.slug || '.example';

-- ── What hangs on each ─────────────────────────────────────────────────────
insert into request_specialisms (request_id, specialism)
select distinct w.id, s.code from wanted w join specialisms s on s.position in (1 + w.i % 15, 1 + (w.i / 2) % 15);
insert into request_roles (id, request_id, position, title, sfia_level, people, days, nppv, nsv)
select gen_random_uuid(), w.id, r.position, r.title, r.level, r.people, 10 + w.i % 120, r.nppv, r.nsv
from wanted w, (values (1, 'Lead specialist', 5::smallint, 1, 'NPPV3', 'SC'), (2, 'Specialist', 4::smallint, 2, 'NPPV2F', 'none'))
    r (position, title, level, people, nppv, nsv);
insert into request_requirements (id, request_id, position, kind, text)
select gen_random_uuid(), w.id, r.position, r.kind, r.text
from wanted w, (values
    (1, 'essential', 'Has done this work for a police force or a court in the last three years'),
    (2, 'essential', 'Can start within four weeks of the award'),
    (3, 'nice_to_have', 'Has trained officers to take the work over')) r (position, kind, text);
insert into request_criteria (id, request_id, criterion, weight, question, guidance)
select gen_random_uuid(), w.id, c.criterion, c.weight, c.question, c.guidance
from wanted w, (values
    ('technical_merit', 35, 'How will you do the work?', 'Your method, your tools, and how you check each other.'),
    ('team_and_skills', 20, 'Who will you send?', 'What each of them has done before.'),
    ('social_value', 10, 'What will the community gain?', 'Something that can be measured.'),
    ('price', 35, '', '')) c (criterion, weight, question, guidance);

drop table wanted, work;
analyze users, requests, request_specialisms, request_roles, request_requirements, request_criteria;
