-- PostgreSQL keeps samples of what is in columns, for its planner, and shows them to whoever may read the table; they stay
-- when the rows are gone. Of what a bid says it keeps none.
alter table bids alter column expenses_cap set statistics 0;
alter table bid_answers alter column answer set statistics 0;
alter table bid_evidence alter column evidence set statistics 0, alter column met set statistics 0;
alter table bid_rates alter column day_rate set statistics 0;
alter table bid_team alter column specialist_id set statistics 0;
alter table bid_attachments alter column sealed_sha256 set statistics 0;
alter table sealed_bids alter column ciphertext set statistics 0;
alter table files alter column name set statistics 0, alter column sha256 set statistics 0, alter column bytes set statistics 0;

-- Samples that were taken before: giving a column the type it has drops them.
alter table bids alter column expenses_cap type bigint;
alter table bid_answers alter column answer type text;
alter table bid_evidence alter column evidence type text;
alter table bid_rates alter column day_rate type bigint;
alter table files alter column name type text;
