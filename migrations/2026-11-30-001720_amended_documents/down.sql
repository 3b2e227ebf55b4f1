drop table amendment_documents;
alter table request_documents drop column marked, drop column removed_in, drop column added_in;
alter table amendments drop column approved_at, drop column approved_by;
