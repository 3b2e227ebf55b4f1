drop trigger public_answers_gone on earlier_answers;
drop trigger public_answers_changed on earlier_answers;
drop trigger public_answers_arrived on earlier_answers;
drop function public_answers_arrived, public_answers_gone;
drop trigger public_files_settled on files;
drop trigger bids_deleted on bids;
drop trigger bids_only_drafts_go on bids;
drop table deleted_bids;
drop function public_files_settled, bids_deleted, bids_only_drafts_go;
