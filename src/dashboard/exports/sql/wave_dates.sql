-- The waves of a period as the reference knows them, newest first.
select wave, label, programmed_from, programmed_to, extracted_on
from wave_reference
where period = $period
order by wave desc
