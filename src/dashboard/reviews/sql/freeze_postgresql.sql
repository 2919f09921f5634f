-- A frozen campaign takes no new row.
create or replace function refuse_frozen() returns trigger language plpgsql as $$
begin
    if exists (select 1 from freeze_event where freeze_event.campaign_id = new.campaign_id) then
        raise exception using message = 'frozen campaign: ' || tg_table_name;
    end if;
    return new;
end $$;
--;
create trigger {table}_frozen before insert on {table}
for each row execute function refuse_frozen();
