-- The waves that an import can name: those of the reference and those already there.
select wave
from (select wave from wave_reference union select wave from operation)
where wave <> 'hors vague'
order by wave desc
