-- Clarifications: one answer to several questions, questions in the force's own words, and answers that are corrected.

alter table clarifications
    -- How everyone reads the question, where it was published in other words than the asker's.
    add column reworded text check (char_length(reworded) between 1 and 1500),
    -- The number of the first question that the same answer answers; none is its own.
    add column answered_with integer check (answered_with > 0),
    add constraint clarifications_published_whole
        check (answer is not null or (reworded is null and answered_with is null));

-- What an answer said before it was corrected stays to be read.
create table earlier_answers (
    clarification_id uuid not null references clarifications,
    answered_at      timestamptz not null,
    answered_by      uuid not null references users,
    answer           text not null,
    corrected_at     timestamptz not null,
    primary key (clarification_id, answered_at)
);
-- The questions that wait for an answer, for what needs a force today.
create index clarifications_waiting on clarifications (request_id, asked_at) where answer is null;

-- Why a request was cancelled, as a code, beside the words that are published. Those that were cancelled before have none.
alter table requests add column end_code text
    check (end_code in ('need_gone', 'no_funding', 'replaced', 'flawed', 'conflict', 'other'));
