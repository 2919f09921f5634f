-- Rows that may not be operations: they look like headers, hold few cells, or speak of a total where an operation would not.
-- The cases spare the text of every other row.
with measured as (
    select
        *,
        {filled} as filled,
        {lacking} as lacking,
        {words} as words,
        {figures} as figures,
        {same} as same
    from raw
)

select line, {cells}
from measured
where same >= 2
    or (words >= 1 and words >= figures)
    or filled <= {few}
    or case
        when {suspect}
            then regexp_matches(lower(concat_ws(' ', {cells})), 'tota(l|ux)|ensemble|cumul|moyenne|report')
        else false
    end
order by line
