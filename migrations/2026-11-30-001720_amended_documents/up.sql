-- Amendments change documents too, and take as many approvers as publishing does.

alter table amendments
    -- The first of two approvers; the second one publishes.
    add column approved_by uuid references users,
    add column approved_at timestamptz,
    add constraint amendments_approved_whole check ((approved_by is null) = (approved_at is null)),
    -- Nobody approves their own amendment, and nobody approves one twice.
    add constraint amendments_first_of_two check
        (approved_by <> created_by and approved_by <> submitted_by and approved_by <> published_by);

alter table request_documents
    -- The version it came with, and the one that it is no longer part of. Earlier versions keep theirs.
    add column added_in   integer not null default 1 check (added_in > 0),
    add column removed_in integer check (removed_in > added_in),
    -- How the work was marked when the document was taken out: what was for a few does not become everyone's by a later
    -- version that is.
    add column marked     text check (marked in ('official', 'official_sensitive')),
    add constraint request_documents_gone_whole check ((removed_in is null) = (marked is null));

-- What an amendment does to documents: one comes, one goes, or one comes in the place of another. Nothing of it is the
-- request's before the amendment is published.
create table amendment_documents (
    id           uuid primary key,
    amendment_id uuid not null references amendments,
    file_id      uuid unique references files,
    replaces     uuid references request_documents,
    added_by     uuid not null references users,
    added_at     timestamptz not null,
    constraint amendment_documents_one_or_both check (num_nonnulls(file_id, replaces) > 0),
    -- A document goes once.
    constraint amendment_documents_goes_once unique (amendment_id, replaces)
);
