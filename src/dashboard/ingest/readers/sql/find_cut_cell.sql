-- Of a file whose last line has no end: that line, where its last cell is the beginning of what the others of its column are.
-- Ten thousand rows are enough to tell. Ten others are asked of plain figures: a shorter number is often just smaller.
with cells as (
    select
        line,
        {cell} as cell,
        regexp_replace({cell}, '[0-9]', '0', 'g') as shape,
        regexp_matches({cell}, '[0-9][.,][0-9]{2}\W*$') as has_cents
    from raw
    where {cell} <> $header and line >= (select max(line) from raw) - 10000
),

last as (
    select raw.line, cells.cell, cells.shape, cells.has_cents
    from (select max(line) as line from raw) as raw
    left join cells using (line)
),

others as (
    select
        count(*) as count,
        min(cells.shape) as shape,
        count(distinct cells.shape) = 1 and contains(min(cells.shape), '0') as alike,
        bool_and(cells.has_cents) as have_cents
    from cells, last
    where cells.line < last.line
)

select last.line
from last, others
where $within_a_letter
    or starts_with(last.cell, '"') and (last.cell = '"' or not ends_with(last.cell, '"'))
    or others.count >= 2 and others.have_cents and not last.has_cents and regexp_matches(last.cell, '^[-+(]?[0-9][0-9 .,]*$')
    or others.count >= if(regexp_matches(others.shape, '^0+$'), 10, 2)
        and others.alike and last.shape <> others.shape and starts_with(others.shape, last.shape)
