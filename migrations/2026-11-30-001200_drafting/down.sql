drop trigger requests_only_drafts_go on requests;
drop function requests_keep_what_was_published();
drop table request_documents, request_halves, request_schedules, request_return_comments, request_returns, approval_bands;
alter table requests drop column options_value;
