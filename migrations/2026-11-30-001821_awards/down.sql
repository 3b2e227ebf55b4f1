drop table award_challenges;
drop table award_withdrawals;
alter table awards drop column first_approved_by, drop column first_approved_at, drop column standstill_told_at;
