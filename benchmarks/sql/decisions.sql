-- Decisions on some of the operations of `extract.sql`, spread over the categories.
create or replace table decided as
select
    (200000000 + i)::varchar as num_dossier,
    if(i % $retained = 0, 'oui', 'non') as retained,
    if(i % $retained = 0, (select list(category order by position) from category_reference)[(hash(i, 'type') % 5 + 1)::integer], null) as category,
    'démonstration' as source
from range(0, $rows, $decided) as rows (i)
