-- Rows that are right but don't enter this import. `published`: the operations of the current warehouse.
create or replace table left_aside as
with out_of_place as (
    select line, aside as reason
    from judged
    where aside is not null
),

already as (
    select
        judged.line,
        case
            -- In 2021-2027 the number alone says which operation it is: its wave changes.
            when $mode = 'cumulatif' and published.wave < judged.wave and published.period <> '2021-2027' then 'déjà programmée dans la vague ' || published.wave
            when $mode = 'compléter' and published.period = '2021-2027' then 'déjà importée'
            when $mode = 'compléter' and published.wave = judged.wave then 'déjà importée dans la vague ' || published.wave
        end as reason
    from judged
    join published on published.num_dossier = judged.num_dossier
    where len(judged.errors) = 0 and $mode <> 'remplacer'
)

select line, min(reason) as reason
from (from out_of_place union all from already)
where reason is not null
group by line;
