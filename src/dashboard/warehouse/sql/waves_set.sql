-- The periods that people set.
insert into wave_reference
select
    unnest($periods::varchar[]), unnest($waves::varchar[]), unnest($labels::varchar[]),
    unnest($from_days::date[]), unnest($to_days::date[]), unnest($extracted::date[])
