alter table contracts drop column terminated_on;
alter table requests drop column ended_at;
