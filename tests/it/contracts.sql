-- Kestrel won the request; the award is approved and stands still.
update users set password_hash = '$hash' where email in ('contracts@northshire.example', 'admin@kestrel.example', 'bids@kestrel.example', 'bids@harrow.example');
insert into bids (id, reference, request_id, request_version, provider_id, state, expenses_cap, no_conflict, prices_held,
    created_by, created_at, saved_at, submitted_by, submitted_at, content_hash)
select gen_random_uuid(), 'BID-2026-TEST01', r.id, 1, p.id, 'preferred', 500000, true, true, u.id,
    r.closes_at - interval '2 days', r.closes_at - interval '1 day', u.id, r.closes_at - interval '1 day', sha256('the bid')
from requests r, providers p, users u where r.reference = '$reference' and p.slug = 'kestrel' and u.email = 'bids@kestrel.example';
insert into bid_rates (bid_id, role_id, day_rate)
select b.id, o.id, case o.sfia_level when 5 then 100000 else 70000 end from bids b join request_roles o on o.request_id = b.request_id;
insert into bid_team (bid_id, role_id, specialist_id)
select b.id, o.id, s.id from bids b join request_roles o on o.request_id = b.request_id
join specialists s on s.provider_id = b.provider_id and s.sfia_level = o.sfia_level;
insert into openings (request_id, first_by, first_at, second_by, opened_at)
select r.id, one.id, r.closes_at, two.id, r.closes_at from requests r, users one, users two
where r.reference = '$reference' and one.email = 'requester@northshire.example' and two.email = 'approver@northshire.example';
insert into quality_locks (request_id, locked_by, locked_at, ranking)
select r.id, u.id, r.closes_at + interval '1 day', '{}' from requests r, users u
where r.reference = '$reference' and u.email = 'evaluator1@northshire.example';
insert into awards (id, request_id, bid_id, state, reason, recommended_by, recommended_at, approved_by, approved_at, may_sign_from)
select gen_random_uuid(), b.request_id, b.id, 'approved', 'The best bid.', one.id, r.closes_at + interval '1 day', two.id, r.closes_at + interval '2 days', '$may_sign_from'
from bids b join requests r on r.id = b.request_id, users one, users two
where one.email = 'requester@northshire.example' and two.email = 'approver@northshire.example';
update requests set state = 'standstill', standstill_days = 8 where reference = '$reference';
