select period
from operation
where not technical_assistance
group by period
order by period
