drop table award_checks;
drop table outcome_letters;
