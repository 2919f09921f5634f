-- The operations that reach each step: one row, one column per step.
with {population},

{staged}

select {counts}
from staged
