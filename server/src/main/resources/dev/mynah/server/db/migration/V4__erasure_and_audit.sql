-- Who did what to what, for an operator to read later. Rows are never changed (see the triggers of
-- either database) and hold no texts and no audio.
create table audit_event (
  id           varchar(32) not null primary key,
  at           bigint      not null,
  owner_id     varchar(64) not null, -- the actor
  token_id     varchar(64) not null, -- the key the actor used
  action       varchar(64) not null,
  subject_kind varchar(32) not null,
  subject_id   varchar(64) not null,
  detail       text        not null
);
create index audit_event_by_time on audit_event (at, id);
create index audit_event_by_subject on audit_event (subject_kind, subject_id, at);

-- What a voice was cloned from and on whose word. source_kind and source_url of clone_record are
-- those of the first recording.
alter table clone_record add column consent text;
alter table clone_record add column task_id varchar(36);
update clone_record set task_id =
  (select min(task.id) from task
    where task.owner_id = clone_record.owner_id
      and task.type in ('VOICES', 'FISH_MODEL_CREATE')
      and (task.work like '%"' || clone_record.voice_id || '"%'
        or task.result like '%"' || clone_record.voice_id || '"%'));
create index clone_record_by_owner on clone_record (owner_id, accepted_at);

create table clone_source (
  voice_id   varchar(32) not null references clone_record (voice_id),
  position   integer     not null,
  kind       varchar(16) not null,
  source_url text,
  primary key (voice_id, position)
);
insert into clone_source (voice_id, position, kind, source_url)
  select voice_id, 0, source_kind, source_url from clone_record;

-- What the recordings were, once they were there: the hash tells them without keeping them.
create table clone_content (
  voice_id varchar(32) not null references clone_record (voice_id),
  position integer     not null,
  sha256   varchar(64) not null,
  size     bigint      not null,
  seen_at  bigint      not null,
  primary key (voice_id, position)
);
insert into clone_content (voice_id, position, sha256, size, seen_at)
  select voice_reference.voice_id, 0, blob.sha256, blob.size, blob.created_at
    from voice_reference
    join blob on blob.id = voice_reference.original_blob_id
    join clone_record on clone_record.voice_id = voice_reference.voice_id;

-- The recordings a voice was made from, each as it came and as it was decoded: a better engine can
-- make the profile again without asking for them again.
create table voice_recording (
  voice_id             varchar(32) not null references voice (id) on delete cascade,
  position             integer     not null,
  original_blob_id     varchar(32) not null references blob (id),
  decoded_blob_id      varchar(32) not null references blob (id),
  original_sample_rate integer     not null,
  transcript           text,
  primary key (voice_id, position)
);
insert into voice_recording
    (voice_id, position, original_blob_id, decoded_blob_id, original_sample_rate, transcript)
  select voice_id, 0, original_blob_id, decoded_blob_id, original_sample_rate, transcript
    from voice_reference;
drop table voice_reference;

-- For lists: in the order of each, with what tells who may see a voice, so that counting reads no
-- more than the index.
create index voice_by_creation on voice (state, created_at, id, visibility, owner_id);
create index voice_by_use on voice (state, task_count, created_at, id, visibility, owner_id);
create index voice_tag_by_tag on voice_tag (tag, voice_id);
create index voice_alias_by_voice on voice_alias (voice_id);
