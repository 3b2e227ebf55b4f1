drop table bid_reminders;
drop table opened_attachments;
drop table sealed_attachments;
drop table bid_attachments;
drop table unneeded_content;
drop trigger files_forgotten on files;
drop function only_files_of_bids_are_forgotten();
alter table files drop column of_bid;
