-- What each filter can be set to: the values of a period's operations, one list per column. A code comes with its programme;
-- a place that only stands among several is one too.
select
    list(distinct columns(* exclude (regions, regions_2016, departments, intervention_types))),
    flatten(list(distinct columns(['regions', 'regions_2016', 'departments', 'intervention_types'])))
from (
    select {columns}, regions, regions_2016, departments, intervention_types
    from operation
    where not technical_assistance and period = $period
)
