drop table audit_checkpoints;
drop table audit_subtrees;
