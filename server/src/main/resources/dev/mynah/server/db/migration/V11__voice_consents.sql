-- Recordings in which somebody agrees that a voice is made of theirs.
create table voice_consent (
  id         varchar(40)  not null primary key,
  owner_id   varchar(64)  not null,
  name       varchar(500) not null,
  language   varchar(35)  not null,
  blob_id    varchar(32)  not null references blob (id),
  created_at bigint       not null
);
create index voice_consent_by_owner on voice_consent (owner_id, created_at, id);
