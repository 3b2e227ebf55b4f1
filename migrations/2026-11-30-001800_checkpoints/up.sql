-- The trail is a Merkle tree too (RFC 6962): leaf number n is the hash of entry n + 1. What is kept of it are the subtrees
-- that are full, at every eighth level, so that a proof reads a few hundred rows however long the trail grows.
create table audit_subtrees (
    -- A subtree of level 8 stands for 256 entries, one of level 16 for 65,536.
    level smallint not null check (level > 0 and level % 8 = 0),
    place bigint   not null check (place >= 0),
    hash  bytea    not null check (length(hash) = 32),
    primary key (level, place)
);

-- Checkpoints: the root of the tree when it had so many entries, signed. One for a size: another would be another history.
create table audit_checkpoints (
    size bigint primary key check (size > 0),
    at   timestamptz not null,
    root bytea not null check (length(root) = 32),
    -- The signed note, byte for byte as it is published.
    note text not null
);

-- What was published stands.
create trigger audit_subtrees_append_only before update or delete on audit_subtrees
    for each row execute function append_only();
create trigger audit_subtrees_no_truncate before truncate on audit_subtrees
    for each statement execute function append_only();
create trigger audit_checkpoints_append_only before update or delete on audit_checkpoints
    for each row execute function append_only();
create trigger audit_checkpoints_no_truncate before truncate on audit_checkpoints
    for each statement execute function append_only();
