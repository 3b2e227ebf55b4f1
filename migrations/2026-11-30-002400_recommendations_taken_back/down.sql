alter table awards drop constraint awards_state_check;
alter table awards add constraint awards_state_check check (state in ('recommended', 'approved', 'declined', 'withdrawn'));
alter table awards drop constraint awards_four_eyes;
alter table awards add constraint awards_four_eyes check (approved_by <> recommended_by);
alter table awards drop constraint awards_two_approvers;
alter table awards add constraint awards_two_approvers check (first_approved_by <> recommended_by and first_approved_by <> approved_by);
