-- Sessions of speech under way. What is set aside for them stands here as well as in their key's sum,
-- so that a crash leaves nothing set aside: whoever gets the place of the dead process settles them.
create table speech_session (
  id         varchar(36) not null primary key,
  node_id    varchar(32) not null, -- the place of the process that speaks
  trace_id   varchar(36) not null,
  token_id   varchar(64) not null,
  owner_id   varchar(64) not null,
  type       varchar(32) not null,
  units      bigint      not null, -- bytes of text that have been spoken and paid for
  amount     bigint      not null, -- credits paid for them
  reserved   bigint      not null, -- credits set aside for the text under way
  started_at bigint      not null
);
create index speech_session_by_node on speech_session (node_id);
