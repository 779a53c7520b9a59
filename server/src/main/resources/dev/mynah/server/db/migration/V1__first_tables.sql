-- One schema for SQLite and PostgreSQL. Times are milliseconds since 1970, ids are text, lists and
-- records within a row are JSON text.

create table setting (
  name  varchar(100) not null primary key,
  value varchar(1000) not null
);

create table token (
  id         varchar(32)  not null primary key,
  owner_id   varchar(64)  not null,
  name       varchar(200) not null,
  prefix     varchar(16)  not null,
  key_hash   varchar(64)  not null unique,
  scopes     varchar(200) not null,
  created_at bigint       not null,
  expires_at bigint,
  revoked_at bigint
);

create table blob (
  id         varchar(32)  not null primary key,
  sha256     varchar(64)  not null,
  size       bigint       not null,
  media_type varchar(100) not null,
  created_at bigint       not null,
  expires_at bigint
);
create index blob_by_expiry on blob (expires_at);
create index blob_by_content on blob (sha256);

create table voice (
  id               varchar(32)  not null primary key,
  owner_id         varchar(64)  not null,
  title            text         not null,
  title_folded     text         not null,
  description      text         not null,
  visibility       varchar(16)  not null,
  state            varchar(16)  not null,
  tags             text         not null,
  languages        text         not null,
  cover_blob_id    varchar(32)  references blob (id),
  cover_media_type varchar(100),
  source_url       text,
  default_text     text         not null,
  report           text,
  task_count       bigint       not null,
  created_at       bigint       not null,
  updated_at       bigint       not null
);
create index voice_by_owner on voice (owner_id, created_at);
create index voice_by_visibility on voice (visibility, state, created_at);

create table voice_alias (
  alias    varchar(64) not null primary key,
  voice_id varchar(32) not null references voice (id) on delete cascade
);

create table voice_tag (
  voice_id varchar(32) not null references voice (id) on delete cascade,
  tag      text        not null,
  primary key (voice_id, tag)
);

create table voice_sample (
  voice_id   varchar(32)  not null references voice (id) on delete cascade,
  position   integer      not null,
  kind       varchar(16)  not null,
  title      text         not null,
  text       text         not null,
  task_id    varchar(64)  not null,
  blob_id    varchar(32)  not null references blob (id),
  media_type varchar(100) not null,
  primary key (voice_id, position)
);

-- The recording a voice was made from, as it came and as it was decoded: a better engine can make
-- the profile again without asking for the recording again.
create table voice_reference (
  voice_id             varchar(32) not null primary key references voice (id) on delete cascade,
  original_blob_id     varchar(32) not null references blob (id),
  decoded_blob_id      varchar(32) not null references blob (id),
  original_sample_rate integer     not null,
  transcript           text
);

create table voice_profile (
  voice_id       varchar(32)  not null references voice (id) on delete cascade,
  engine         varchar(64)  not null,
  engine_version varchar(64)  not null,
  profile        text         not null, -- base 64
  created_at     bigint       not null,
  primary key (voice_id, engine, engine_version)
);

-- What was cloned, from where, by whom. Rows are never changed and outlive the voice.
create table clone_record (
  voice_id    varchar(32) not null primary key,
  owner_id    varchar(64) not null,
  token_id    varchar(64) not null,
  source_kind varchar(16) not null,
  source_url  text,
  accepted_at bigint      not null
);

create table task (
  id           varchar(36) not null primary key,
  trace_id     varchar(36) not null,
  owner_id     varchar(64) not null,
  token_id     varchar(64) not null,
  type         varchar(32) not null,
  request      text        not null,
  work         text, -- what the worker needs; null once finished
  state        varchar(16) not null,
  attempts     integer     not null,
  result       text,
  callback_url text,
  created_at   bigint      not null,
  started_at   bigint,
  finished_at  bigint
);
create index task_by_owner on task (owner_id, created_at);
create index task_by_trace on task (trace_id);
create index task_by_end on task (finished_at);
create index task_by_state on task (state, type);

create table webhook_delivery (
  id              varchar(32) not null primary key,
  task_id         varchar(36) not null references task (id) on delete cascade,
  url             text        not null,
  state           varchar(16) not null,
  body            text, -- written at the first try, the same for every further one
  attempts        integer     not null,
  last_status     integer,
  last_error      varchar(200),
  created_at      bigint      not null,
  finished_at     bigint
);
create index webhook_delivery_by_task on webhook_delivery (task_id);

-- The durable queues, in the shape db-scheduler asks for: one table to a kind of work, so that no
-- kind waits behind another.
create table queue_clone (
  task_name            varchar(100) not null,
  task_instance        varchar(100) not null,
  task_data            ${bytes},
  execution_time       ${instant} not null,
  picked               boolean      not null,
  picked_by            varchar(100),
  last_success         ${instant},
  last_failure         ${instant},
  consecutive_failures integer,
  last_heartbeat       ${instant},
  version              bigint       not null,
  priority             smallint,
  primary key (task_name, task_instance)
);
create index queue_clone_by_time on queue_clone (execution_time);
create index queue_clone_by_heartbeat on queue_clone (last_heartbeat);

create table queue_speech (
  task_name            varchar(100) not null,
  task_instance        varchar(100) not null,
  task_data            ${bytes},
  execution_time       ${instant} not null,
  picked               boolean      not null,
  picked_by            varchar(100),
  last_success         ${instant},
  last_failure         ${instant},
  consecutive_failures integer,
  last_heartbeat       ${instant},
  version              bigint       not null,
  priority             smallint,
  primary key (task_name, task_instance)
);
create index queue_speech_by_time on queue_speech (execution_time);
create index queue_speech_by_heartbeat on queue_speech (last_heartbeat);

create table queue_callback (
  task_name            varchar(100) not null,
  task_instance        varchar(100) not null,
  task_data            ${bytes},
  execution_time       ${instant} not null,
  picked               boolean      not null,
  picked_by            varchar(100),
  last_success         ${instant},
  last_failure         ${instant},
  consecutive_failures integer,
  last_heartbeat       ${instant},
  version              bigint       not null,
  priority             smallint,
  primary key (task_name, task_instance)
);
create index queue_callback_by_time on queue_callback (execution_time);
create index queue_callback_by_heartbeat on queue_callback (last_heartbeat);
