-- The analysis periods of a programming period.
select period, wave, label, programmed_from, programmed_to, extracted_on
from wave_reference
where period = $period
