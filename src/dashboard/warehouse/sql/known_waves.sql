-- The waves that an import can name: those of the reference that have begun and those already there.
select wave
from (
    select wave from wave_reference where coalesce(programmed_from, current_date) <= current_date
    union
    select wave from operation
)
where not is_no_wave(wave)
order by wave desc
