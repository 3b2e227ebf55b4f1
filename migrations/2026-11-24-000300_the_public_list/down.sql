drop index requests_due;
drop index requests_listed;
