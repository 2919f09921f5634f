-- A row of {table} leaves once its year has its file, and a year that left takes no more.
create or replace function refuse_unarchived() returns trigger language plpgsql as $$
begin
    if not exists (select 1 from audit_archive where audit_archive.year = substr(old.created_at, 1, 4)) then
        raise exception using message = 'append-only: ' || tg_table_name;
    end if;
    return old;
end $$;
--;
create or replace function refuse_late() returns trigger language plpgsql as $$
begin
    if exists (select 1 from audit_archive where audit_archive.year = substr(new.created_at, 1, 4)) then
        raise exception using message = 'archived year: ' || tg_table_name;
    end if;
    return new;
end $$;
--;
create trigger {table}_no_update before update on {table}
for each row execute function refuse_change();
--;
create trigger {table}_no_truncate before truncate on {table}
for each statement execute function refuse_change();
--;
create trigger {table}_no_delete before delete on {table}
for each row execute function refuse_unarchived();
--;
create trigger {table}_no_late_row before insert on {table}
for each row execute function refuse_late();
