-- Nothing in {table} is changed or removed: a correction is a new row.
create trigger {table}_no_update before update on {table}
begin select raise(abort, 'append-only: {table}'); end;
--;
create trigger {table}_no_delete before delete on {table}
begin select raise(abort, 'append-only: {table}'); end;
