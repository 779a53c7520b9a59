-- Files callers handed in, counted against their owner while they lie here.
create table upload (
  blob_id    varchar(32) not null primary key references blob (id) on delete cascade,
  owner_id   varchar(64) not null,
  size       bigint      not null,
  created_at bigint      not null
);
create index upload_by_owner on upload (owner_id);
