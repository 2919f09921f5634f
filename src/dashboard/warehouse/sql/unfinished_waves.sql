-- The waves of a programming period that weren't over on the day of its newest list of operations.
select wave
from wave_reference
where
    period = $period
    and programmed_to >= (
        select max(extract_date)
        from active_import
        where import_id in (select import_id from operation where period = $period)
    )
