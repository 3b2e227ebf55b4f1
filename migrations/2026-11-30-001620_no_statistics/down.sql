alter table bids alter column expenses_cap set statistics -1;
alter table bid_answers alter column answer set statistics -1;
alter table bid_evidence alter column evidence set statistics -1, alter column met set statistics -1;
alter table bid_rates alter column day_rate set statistics -1;
alter table bid_team alter column specialist_id set statistics -1;
alter table bid_attachments alter column sealed_sha256 set statistics -1;
alter table sealed_bids alter column ciphertext set statistics -1;
alter table files alter column name set statistics -1, alter column sha256 set statistics -1, alter column bytes set statistics -1;
