-- What other analysis periods change in a programming period: operations of each wave, without technical assistance, `before` and
-- `after`. Both warehouses are attached.
with counted as (
    select wave, 1 as before, 0 as after
    from before.operation
    where period = $period and not technical_assistance
    union all
    select wave, 0, 1
    from after.operation
    where period = $period and not technical_assistance
)

select wave, sum(before)::bigint as before, sum(after)::bigint as after
from counted
group by wave
order by is_no_wave(wave), wave
