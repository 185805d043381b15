-- Who owns a session is primary data: the first insert wins, and a deleted id stays so that nobody can claim it.
create table session (
    session_id   text primary key,
    owner_id     text not null,
    workspace_id text not null,
    title        text,
    created_at   timestamptz not null,
    deleted_at   timestamptz
);

create index session_by_owner on session (owner_id, created_at desc);

-- Written by the projector only; a function of the log.
create table message (
    session_id    text not null,
    message_id    text not null,
    parent_id     text,
    role          text not null check (role in ('user', 'assistant')),
    user_id       text,
    workspace_id  text,
    content       text not null,
    status        text not null
        check (status in ('queued', 'running', 'complete', 'cancelled', 'failed', 'rejected')),
    turn          bigint not null,
    attempt       integer,
    provider      text,
    model         text,
    finish_reason text,
    input_tokens  integer,
    output_tokens integer,
    ttft_ms       bigint,
    duration_ms   bigint,
    error_type    text,
    error_code    text,
    error_message text,
    retryable     boolean,
    log_partition integer not null,
    first_offset  bigint,
    last_offset   bigint,
    chunks        bigint,
    digest        text,
    verified      boolean,
    created_at    timestamptz not null,
    finished_at   timestamptz,
    primary key (session_id, message_id)
);

create index message_by_turn on message (session_id, turn);

-- How far the rows above reflect the log: the last offsets folded. No row: nothing folded yet.
-- history_offset is the last record of chat.history applied; whatever comes again at or below it is ignored.
create table projection_position (
    log_partition   integer primary key,
    commands_offset bigint not null,
    events_offset   bigint not null,
    history_offset  bigint not null default -1
);
