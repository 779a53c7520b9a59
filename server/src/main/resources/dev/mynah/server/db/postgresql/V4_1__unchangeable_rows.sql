-- Rows that tell what happened are written once.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is never changed', tg_table_name;
end
$$;

create trigger audit_event_is_never_changed before update or delete on audit_event
  for each row execute function refuse_change();
create trigger audit_event_is_never_emptied before truncate on audit_event
  for each statement execute function refuse_change();

create trigger clone_record_is_never_changed before update or delete on clone_record
  for each row execute function refuse_change();
create trigger clone_record_is_never_emptied before truncate on clone_record
  for each statement execute function refuse_change();

create trigger clone_source_is_never_changed before update or delete on clone_source
  for each row execute function refuse_change();
create trigger clone_source_is_never_emptied before truncate on clone_source
  for each statement execute function refuse_change();

create trigger clone_content_is_never_changed before update or delete on clone_content
  for each row execute function refuse_change();
create trigger clone_content_is_never_emptied before truncate on clone_content
  for each statement execute function refuse_change();
