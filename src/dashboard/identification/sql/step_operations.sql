-- The operations that reach one step.
with {population},

{staged}

select num_dossier, wave
from staged
where {step}
order by num_dossier, wave
