-- The waves that an import can name: those of the reference and those already there.
select wave
from (select wave from wave_reference union select wave from operation)
where not is_no_wave(wave)
order by wave desc
