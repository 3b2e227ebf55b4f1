-- Three whole drafts of bids on a request, a day before it closes. What they say and ask is the same but for their rates.
insert into bids (id, reference, request_id, request_version, provider_id, state, expenses_cap, no_conflict, prices_held,
    created_by, created_at, saved_at)
select gen_random_uuid(), 'BID-2026-' || upper(p.slug), r.id, 1, p.id, 'draft', 0, true, true,
    u.id, r.published_at, r.published_at
from requests r, providers p, users u
where r.reference = $reference and p.slug in ('kestrel', 'harrow', 'lantern') and u.email = 'bids@' || p.slug || '.example';
insert into bid_evidence (bid_id, requirement_id, met, evidence)
select b.id, q.id, true, 'Evidence of ' || substr(md5(b.reference), 1, 8) from bids b join request_requirements q on q.request_id = b.request_id;
insert into bid_answers (bid_id, criterion_id, answer)
select b.id, c.id, 'Answer ' || substr(md5(b.reference), 1, 8) from bids b join request_criteria c on c.request_id = b.request_id where c.criterion <> 'price';
insert into bid_team (bid_id, role_id, specialist_id)
select b.id, r.id, s.id from bids b join request_roles r on r.request_id = b.request_id
join specialists s on s.provider_id = b.provider_id and s.sfia_level = r.sfia_level;
insert into bid_rates (bid_id, role_id, day_rate)
select b.id, r.id, rate.pence from bids b join request_roles r on r.request_id = b.request_id
join (values ('BID-2026-KESTREL', 5, 50000), ('BID-2026-KESTREL', 4, 40000), ('BID-2026-HARROW', 5, 40000), ('BID-2026-HARROW', 4, 35000),
    ('BID-2026-LANTERN', 5, 90000), ('BID-2026-LANTERN', 4, 70000)) rate (reference, level, pence)
    on rate.reference = b.reference and rate.level = r.sfia_level;
