alter table award_challenges drop column brought_by;
