-- A row of {table} leaves once its year has its file, and a year that left takes no more.
create trigger {table}_no_update before update on {table}
begin select raise(abort, 'append-only: {table}'); end;
--;
create trigger {table}_no_delete before delete on {table}
when not exists (select 1 from audit_archive where audit_archive.year = substr(old.created_at, 1, 4))
begin select raise(abort, 'append-only: {table}'); end;
--;
create trigger {table}_no_late_row before insert on {table}
when exists (select 1 from audit_archive where audit_archive.year = substr(new.created_at, 1, 4))
begin select raise(abort, 'archived year: {table}'); end;
