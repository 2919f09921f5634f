-- Nothing in {table} is changed or removed: a correction is a new row.
create or replace function refuse_change() returns trigger language plpgsql as $$
begin raise exception using message = 'append-only: ' || tg_table_name; end $$;
--;
create trigger {table}_no_change before update or delete on {table}
for each row execute function refuse_change();
--;
create trigger {table}_no_truncate before truncate on {table}
for each statement execute function refuse_change();
