drop index outbox_written;
alter table outbox drop column taken_until;
alter table outbox drop column unsubscribe;
drop table unsubscribe_tokens;
drop table digest_items;
drop table mail_preferences;
drop table expiry_warnings;
drop function certificate_covers(text, text);
