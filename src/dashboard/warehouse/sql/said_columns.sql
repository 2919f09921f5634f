-- How many operations of a period say each column: nothing can be broken down by what no source says.
select {columns}
from operation
where not technical_assistance and period = $period
