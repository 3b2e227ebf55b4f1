-- When a request was cancelled or ended without an award, and on which day a contract was ended before its last.
set local lock_timeout = '5s';
alter table requests add column ended_at timestamptz;
update requests r set ended_at = e.at from audit_entries e
    where e.subject = r.id and r.state in ('cancelled', 'no_award')
    and e.action in ('request.cancelled', 'request.ended_without_award');
alter table contracts add column terminated_on date;
update contracts c set terminated_on = (t.settled_at at time zone 'Europe/London')::date from contract_terminations t
    where t.contract_id = c.id and c.state = 'terminated' and t.state = 'confirmed';
