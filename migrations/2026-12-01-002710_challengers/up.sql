-- Who brought a challenge that came from somebody who did not bid: for the force and the record, never public.
-- Of those that were recorded before, it was never asked.
set local lock_timeout = '5s';
alter table award_challenges add column brought_by text not null default '';
-- A bidder's challenge is its company's.
alter table award_challenges add constraint award_challenges_brought_by
    check (brought_by = '' or (by_force and provider_id is null)) not valid;
alter table award_challenges validate constraint award_challenges_brought_by;
