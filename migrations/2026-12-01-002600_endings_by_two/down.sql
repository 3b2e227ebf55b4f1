drop table request_endings;
