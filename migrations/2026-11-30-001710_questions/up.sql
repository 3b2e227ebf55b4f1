-- A criterion is asked in as many questions as the force likes, each with its own weight, limit and minimum. A row is one
-- question; what has none is the price, which is there once.
alter table request_criteria
    add column position integer not null default 1 check (position > 0),
    drop constraint request_criteria_request_id_criterion_key;
create index request_criteria_request on request_criteria (request_id);
create unique index request_criteria_unasked on request_criteria (request_id, criterion)
    where question = '' and removed_in is null;

-- The scale and how prices are scored have a page of their own in a draft. Both have a usual value, so whether anybody
-- chose them is kept beside them.
alter table requests add column scoring_chosen boolean not null default true;
alter table requests alter column scoring_chosen set default false;
update requests r set scoring_chosen = false
    where state = 'draft' and not exists (select from request_criteria c where c.request_id = r.id);

-- So have the start and the length of the work. What was typed of either goes along to its page.
insert into request_halves (request_id, section, typed, saved_by, saved_at)
    select request_id, case section when 'dates' then 'term' else 'scoring' end, typed, saved_by, saved_at
    from request_halves where section in ('dates', 'criteria');
insert into amendment_sections (amendment_id, section, typed)
    select s.amendment_id, case s.section when 'dates' then 'term' else 'scoring' end, s.typed
    from amendment_sections s join amendments a on a.id = s.amendment_id
    where s.section in ('dates', 'criteria') and a.state in ('draft', 'awaiting_approval');
