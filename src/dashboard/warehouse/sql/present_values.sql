-- What each filter can be set to: the values of a period's operations, one list per column. A code comes with its programme.
select list(distinct columns(*))
from (
    select {columns}
    from operation
    where not technical_assistance and period = $period
)
