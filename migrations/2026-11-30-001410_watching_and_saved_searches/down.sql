delete from digest_items where kind = 'saved_searches';
delete from unsubscribe_tokens where kind = 'saved_searches';
alter table digest_items drop constraint digest_items_kind_check;
alter table digest_items add constraint digest_items_kind_check check (kind in ('new_requests', 'expiry'));
alter table unsubscribe_tokens drop constraint unsubscribe_tokens_kind_check;
alter table unsubscribe_tokens add constraint unsubscribe_tokens_kind_check check (kind in ('new_requests', 'expiry'));
drop table saved_searches, request_watches;
