-- Keys gain limits and a second secret while they are rotated; work gains a price and a ledger.

alter table token add column kind varchar(16) not null default 'service';
alter table token add column concurrency integer; -- requests in flight; null for the server's default, 0 for no limit
alter table token add column credit_limit bigint; -- null for no limit
alter table token add column credit_used bigint not null default 0;
alter table token add column credit_reserved bigint not null default 0; -- prices of tasks not finished

-- Secrets a key had before it was rotated, for as long as they still work.
create table former_key (
  key_hash    varchar(64) not null primary key,
  token_id    varchar(32) not null references token (id) on delete cascade,
  works_until bigint      not null
);
create index former_key_by_token on former_key (token_id);

alter table task add column units bigint not null default 0;
alter table task add column credits bigint not null default 0; -- charged if it succeeds

-- One row to a task, written with its end and never changed. It outlives the task.
create table usage_entry (
  id             varchar(32) not null primary key,
  task_id        varchar(36) not null unique,
  trace_id       varchar(36) not null,
  token_id       varchar(64) not null,
  owner_id       varchar(64) not null,
  type           varchar(32) not null,
  units          bigint      not null, -- bytes of text, or voices
  amount         bigint      not null, -- credits charged
  remaining      bigint,               -- credit left after it; null for no limit
  error_code     varchar(32),          -- null if it succeeded
  elapsed_millis bigint      not null,
  created_at     bigint      not null
);
create index usage_entry_by_owner on usage_entry (owner_id, created_at);
create index usage_entry_by_token on usage_entry (token_id, created_at);
create index usage_entry_by_time on usage_entry (created_at);

-- Requests in flight of keys with a limit, where several servers share the database. A server that
-- dies stops renewing its rows, and they lapse.
create table request_lease (
  id         varchar(32) not null primary key,
  token_id   varchar(64) not null,
  expires_at bigint      not null
);
create index request_lease_by_token on request_lease (token_id, expires_at);
