-- The labels of one column, with how many operations bear each.
select {field} as label, count(*) as operations
from operation
where {field} is not null and {field} <> 'Non renseigné'
group by {field}
order by operations desc, label collate fr
