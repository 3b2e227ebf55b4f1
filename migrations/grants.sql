-- What the serving role may do: everything a person's act needs, and nothing to the past.
revoke create on schema public from public;
grant usage on schema public to muster_app;
grant select, insert, update, delete on all tables in schema public to muster_app;
grant execute on all functions in schema public to muster_app;
-- The trail: the application says what happened; the database numbers, dates and chains it.
revoke all on audit_entries, audit_head from muster_app;
grant select on audit_entries, audit_head to muster_app;
grant insert (actor, organisation, action, subject, detail, request_id) on audit_entries to muster_app;
revoke update, delete on audit_subtrees, audit_checkpoints from muster_app;
-- What was scored, opened or locked stands; a change is a new row or a new act.
revoke update, delete on quality_locks, ranking_snapshots, outcome_letters, award_checks from muster_app;
revoke delete on ranking_changes, price_explanations, request_endings, award_withdrawals, award_challenges from muster_app;
revoke delete on amendments, scores, agreed_scores, openings, awards, contracts, vetting_decisions, clarifications, outbox, dossier_changes, asked_items from muster_app;
-- A draft that was never submitted is deleted (a trigger on bids keeps every other), and that it was there is not forgotten.
revoke update, delete on deleted_bids from muster_app;
-- A file stays what it was when it came; only where it stands moves on. One of a bid is forgotten altogether (a trigger
-- on files keeps every other).
revoke update on files from muster_app;
grant update (state, reason, scanned_at, next_at, tries, removed_at, erased_at) on files to muster_app;
revoke insert, update, delete on __diesel_schema_migrations from muster_app;
-- What a provider accepted stays as it was read.
revoke update, delete on framework_terms, terms_acceptances from muster_app;
-- Sealed bids: the serving role puts them in and takes them out; only the opener reads what is in them.
revoke all on request_keys, sealed_bids from muster_app;
grant select (request_id, envelope, recipient, key_version), insert on request_keys to muster_app;
grant select (bid_id, envelope), insert, delete on sealed_bids to muster_app;
grant select on request_keys, sealed_bids to muster_opener;
revoke update on sealed_attachments, bid_attachments from muster_app;
revoke update, delete on opened_attachments from muster_app;
grant update (damage) on opened_attachments to muster_app;
revoke update, delete on receipts, closings, damaged_bids, earlier_answers from muster_app;
-- What approvers said and which bands held stand as they were written.
revoke update, delete on request_returns, request_return_comments, approval_bands from muster_app;
-- Why a panel was changed, what was declared and who was reminded stand as they were written.
revoke update, delete on panel_changes, scoring_reminders from muster_app;
revoke delete on conflict_declarations, scoring_deadlines from muster_app;
-- What was offered, signed, waived, warned of and ended stands; only the life of a version or of a termination moves on.
revoke delete on contract_versions, contract_terminations from muster_app;
revoke update, delete on contract_lines, contract_waivers, contract_warnings from muster_app;
