drop trigger public_files_settled on files;
drop trigger bids_deleted on bids;
drop trigger bids_only_drafts_go on bids;
drop table deleted_bids;
drop function public_files_settled, bids_deleted, bids_only_drafts_go;
