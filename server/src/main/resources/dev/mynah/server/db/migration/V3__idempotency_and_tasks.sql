-- What callers call their requests, so that repeating one does nothing twice.
create table idempotency_key (
  owner_id     varchar(64)  not null,
  request_key  varchar(255) not null,
  fingerprint  varchar(64)  not null, -- of the path and the body
  subject_kind varchar(32)  not null, -- what the request made, and its id
  subject_id   varchar(64)  not null,
  created_at   bigint       not null,
  primary key (owner_id, request_key)
);
create index idempotency_key_by_time on idempotency_key (created_at);

-- A task its owner took out of sight; the row stays for callbacks until it has had its time.
alter table task add column hidden_at bigint;

-- The script of most letters of the title; titles of older voices are taken for Latin.
alter table voice add column title_script varchar(16) not null default 'LATIN';
