-- Where the decisions on the selected operations come from.
with {selection}

select coalesce(nullif(decision_source, ''), 'source non renseignée') as given_source, count(*) as operations
from selection
where decision <> 'non examinée'
group by given_source
order by operations desc, given_source collate fr, given_source
