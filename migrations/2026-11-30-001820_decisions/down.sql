drop table price_explanations;
drop table ranking_snapshots;
drop table ranking_changes;
