-- When a recogniser listened to a recording whose text its owner didn't tell; null for not yet. What
-- it heard is the transcript; none if there was nothing to be understood.
alter table voice_recording add column listened_at bigint;
create index voice_recording_unheard on voice_recording (voice_id)
  where listened_at is null and transcript is null;
