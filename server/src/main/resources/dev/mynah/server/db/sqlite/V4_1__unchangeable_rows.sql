-- Rows that tell what happened are written once. "insert or replace" would delete without asking
-- the delete trigger, hence the third of each.

create trigger audit_event_is_never_changed before update on audit_event
begin
  select raise(abort, 'audit_event is never changed');
end;
create trigger audit_event_is_never_deleted before delete on audit_event
begin
  select raise(abort, 'audit_event is never deleted');
end;
create trigger audit_event_is_never_replaced before insert on audit_event
  when exists (select 1 from audit_event where id = new.id)
begin
  select raise(abort, 'audit_event is never replaced');
end;

create trigger clone_record_is_never_changed before update on clone_record
begin
  select raise(abort, 'clone_record is never changed');
end;
create trigger clone_record_is_never_deleted before delete on clone_record
begin
  select raise(abort, 'clone_record is never deleted');
end;
create trigger clone_record_is_never_replaced before insert on clone_record
  when exists (select 1 from clone_record where voice_id = new.voice_id)
begin
  select raise(abort, 'clone_record is never replaced');
end;

create trigger clone_source_is_never_changed before update on clone_source
begin
  select raise(abort, 'clone_source is never changed');
end;
create trigger clone_source_is_never_deleted before delete on clone_source
begin
  select raise(abort, 'clone_source is never deleted');
end;
create trigger clone_source_is_never_replaced before insert on clone_source
  when exists (select 1 from clone_source where voice_id = new.voice_id and position = new.position)
begin
  select raise(abort, 'clone_source is never replaced');
end;

create trigger clone_content_is_never_changed before update on clone_content
begin
  select raise(abort, 'clone_content is never changed');
end;
create trigger clone_content_is_never_deleted before delete on clone_content
begin
  select raise(abort, 'clone_content is never deleted');
end;
create trigger clone_content_is_never_replaced before insert on clone_content
  when exists (select 1 from clone_content where voice_id = new.voice_id and position = new.position)
begin
  select raise(abort, 'clone_content is never replaced');
end;
