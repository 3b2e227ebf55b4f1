-- Files that people bring. What is in them is kept elsewhere (FILES_URL), under a name of our own.
create table files (
    id          uuid primary key,
    provider_id uuid references providers,
    force_id    uuid references forces,
    -- As the person called it, without folders and control characters.
    name        text not null check (char_length(name) between 1 and 120 and name !~ '[[:cntrl:]/\\]'),
    -- What it is by its content, whatever the browser said.
    media_type  text not null,
    bytes       bigint not null check (bytes between 1 and 26214400),
    sha256      bytea not null check (length(sha256) = 32),
    storage_key text not null unique,
    state       text not null check (state in ('pending', 'clean', 'quarantined')),
    -- What was found in it.
    reason      text not null default '',
    uploaded_by uuid not null references users,
    uploaded_at timestamptz not null,
    -- Empty until a scanner has looked at it.
    scanned_at  timestamptz,
    -- When the worker looks at it next, to have it scanned or to erase it, and how often it tried.
    next_at     timestamptz not null,
    tries       integer not null default 0,
    -- Since when it is gone, or was announced and nothing has taken it up.
    removed_at  timestamptz,
    -- Since when nothing of its content is kept.
    erased_at   timestamptz check (erased_at is null or removed_at is not null),
    constraint files_one_owner check (num_nonnulls(provider_id, force_id) = 1),
    check ((state = 'quarantined') = (reason <> ''))
);
create index files_to_scan on files (next_at) where scanned_at is null and removed_at is null;
create index files_to_erase on files (next_at) where removed_at is not null and erased_at is null;

-- Which paper of a provider's dossier a file belongs to: one file to a paper.
create table dossier_files (
    file_id        uuid primary key references files,
    provider_id    uuid not null references providers,
    certificate_id uuid unique references provider_certificates on delete cascade,
    insurance_id   uuid unique references provider_insurances on delete cascade,
    lot_code       text,
    statement      text check (statement in ('modern_slavery', 'data_protection')),
    foreign key (provider_id, lot_code) references provider_lots on delete cascade,
    unique (provider_id, lot_code),
    unique (provider_id, statement),
    constraint dossier_files_one_paper check (num_nonnulls(certificate_id, insurance_id, lot_code, statement) = 1)
);
