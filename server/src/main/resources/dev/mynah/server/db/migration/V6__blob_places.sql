-- Where the bytes of a stored file are: FOLDER or S3.
alter table blob add column place varchar(16) not null default 'FOLDER';

-- Objects in S3 that no row names any more; freed one by one, also after an outage or a restart.
create table blob_leftover (
  id varchar(32) not null primary key
);
