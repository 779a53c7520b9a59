-- Voices made for a choice among them, which go by themselves unless their owner changes them.
create table voice_candidate (
  voice_id   varchar(32) not null primary key references voice (id) on delete cascade,
  expires_at bigint      not null
);
create index voice_candidate_by_time on voice_candidate (expires_at);
