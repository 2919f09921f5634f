-- The allocations in force, one per programme, priority and fund: an office's own, the last one written, else the latest of the reference.
-- `available` is what operations may commit: the allocation without its technical assistance, where the source tells it apart.
create table allocation as
with given as (
    select
        $period as period,
        unnest($programmes::varchar[]) as programme,
        unnest($priorities::smallint[]) as priority,
        unnest($funds::varchar[]) as fund,
        unnest($amounts::decimal(18, 2)[]) as eu_amount,
        null::decimal(18, 2) as technical_assistance,
        unnest($sources::varchar[]) as source,
        unnest($days::date[]) as dated,
        null::varchar as note,
        unnest($files::varchar[]) as file_name,
        unnest(range(1, len($programmes::varchar[]) + 1)) as written
    union all by name
    select *, null as file_name, 0 as written from allocation_reference
)

select * exclude (written), eu_amount - coalesce(technical_assistance, 0) as available
from given
qualify row_number() over (partition by period, programme, priority, fund order by written desc, dated desc) = 1;
