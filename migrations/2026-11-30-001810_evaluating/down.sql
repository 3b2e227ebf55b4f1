drop table scoring_reminders;
drop table scoring_deadlines;
drop table score_halves;
drop table conflict_declarations;
drop function conflicts_stand;
drop table panel_changes;
drop table panel_chairs;
