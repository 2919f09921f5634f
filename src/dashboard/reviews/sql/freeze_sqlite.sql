-- A frozen campaign takes no new row.
create trigger {table}_frozen before insert on {table}
when exists (select 1 from freeze_event where freeze_event.campaign_id = new.campaign_id)
begin select raise(abort, 'frozen campaign: {table}'); end;
