alter table requests add column search tsvector generated always as (
    setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', summary), 'B')
    || setweight(to_tsvector('english', problem || ' ' || why || ' ' || outcomes), 'C')) stored;
create index requests_search on requests using gin (search);
