-- What owners call their voices; each name is one owner's own.
create table voice_name (
  owner_id   varchar(64)  not null,
  name       varchar(255) not null,
  voice_id   varchar(32)  not null references voice (id) on delete cascade,
  created_at bigint       not null,
  primary key (owner_id, name)
);
create index voice_name_by_voice on voice_name (voice_id);

-- Ids that clients name unasked are a setting now.
delete from voice_alias where alias in (
  '933563129e564b19a115bedd57b7406a',
  '9a9cf47702da476aa4629e2506d4a857',
  'ca3007f96ae7499ab87d27ea3599956a',
  'd7900c21663f485ab63ebdb7e5905036');
