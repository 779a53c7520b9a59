-- Callbacks outlive their tasks, wait in the lane of their receiver, and are signed.

-- What signs the callbacks of a key. While a secret is being replaced, two are in force.
create table webhook_secret (
  token_id   varchar(64)  not null,
  generation integer      not null, -- 1, 2, ...: the highest is the newest
  secret     varchar(100) not null,
  created_at bigint       not null,
  retires_at bigint,                -- null for the newest
  primary key (token_id, generation)
);

-- One receiver of one owner: its callbacks have one queue entry between them, and wait together
-- while it is down.
create table webhook_lane (
  owner_id     varchar(64)  not null,
  receiver     varchar(300) not null, -- scheme, host and port
  entry_id     varchar(32),           -- in queue_callback; null while no callback waits
  wakes_at     bigint,                -- when the entry comes up, if that was put off
  failures     integer      not null, -- times in a row the receiver was found down
  closed_until bigint       not null, -- nothing is sent before
  primary key (owner_id, receiver)
);
create unique index webhook_lane_by_entry on webhook_lane (entry_id);

create table webhook_delivery_new (
  id          varchar(32) not null primary key,
  task_id     varchar(36) not null, -- the task may be gone
  trace_id    varchar(36) not null,
  task_type   varchar(32) not null,
  owner_id    varchar(64) not null,
  token_id    varchar(64) not null,
  receiver    varchar(300), -- null only for those from before this table, until the next start
  url         text        not null,
  state       varchar(16) not null,
  body        text, -- written at the first try, the same for every further one
  attempts    integer     not null,
  failures    integer     not null, -- since it was put down or replayed
  next_at     bigint      not null,
  expires_at  bigint      not null, -- a try that fails then is the last one
  last_at     bigint,
  last_status integer,
  last_error  varchar(200),
  last_answer text,
  created_at  bigint      not null,
  finished_at bigint
);
insert into webhook_delivery_new
  (id, task_id, trace_id, task_type, owner_id, token_id, receiver, url, state, body, attempts,
   failures, next_at, expires_at, last_at, last_status, last_error, last_answer, created_at,
   finished_at)
select d.id, d.task_id, t.trace_id, t.type, t.owner_id, t.token_id, null, d.url, d.state, d.body,
   d.attempts, d.attempts, d.created_at, d.created_at + 86400000, null, d.last_status,
   d.last_error, null, d.created_at, d.finished_at
from webhook_delivery d join task t on t.id = d.task_id;
drop table webhook_delivery;
alter table webhook_delivery_new rename to webhook_delivery;
create index webhook_delivery_by_lane on webhook_delivery (owner_id, receiver, state, next_at);
create index webhook_delivery_by_state on webhook_delivery (state, created_at);
create index webhook_delivery_by_task on webhook_delivery (task_id);
