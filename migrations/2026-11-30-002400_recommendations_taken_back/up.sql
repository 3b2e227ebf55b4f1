-- Whoever recommends may take the recommendation back, and a first approver may still decline: four eyes are for approving.
set local lock_timeout = '5s';
alter table awards drop constraint awards_state_check;
alter table awards add constraint awards_state_check
    check (state in ('recommended', 'approved', 'declined', 'taken_back', 'withdrawn')) not valid;
alter table awards validate constraint awards_state_check;
alter table awards drop constraint awards_four_eyes;
alter table awards add constraint awards_four_eyes
    check (state = 'taken_back' or approved_by <> recommended_by) not valid;
alter table awards validate constraint awards_four_eyes;
alter table awards drop constraint awards_two_approvers;
alter table awards add constraint awards_two_approvers
    check (first_approved_by <> recommended_by and (state in ('declined', 'taken_back') or first_approved_by <> approved_by)) not valid;
alter table awards validate constraint awards_two_approvers;
