delete from amendment_sections where section in ('term', 'scoring');
delete from request_halves where section in ('term', 'scoring');
alter table requests drop column scoring_chosen;
drop index request_criteria_unasked;
drop index request_criteria_request;
-- With several questions on one criterion this is refused: there is no way back without losing some of them.
alter table request_criteria drop column position, add unique (request_id, criterion);
