alter table requests drop column end_code;
drop index clarifications_waiting;
drop table earlier_answers;
alter table clarifications
    drop constraint clarifications_published_whole,
    drop column answered_with,
    drop column reworded;
