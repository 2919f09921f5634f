with {narrow_selection}

select
    count(*) as operations,
    count(*) filter (decision = 'retenue') as retained
from selection
where counted
