-- The public list asks for open requests by their newest or their next
-- deadline. With the state in front, both are read from the index alone.
create index requests_listed on requests (state, published_at desc, id desc) include (closes_at) where published_at is not null;
create index requests_due on requests (state, closes_at, id) where published_at is not null;
