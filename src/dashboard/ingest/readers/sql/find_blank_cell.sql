-- The comparisons let DuckDB skip whole row groups; the CASE spares trim() from every other cell.
-- Beyond ASCII, spaces stand before « ¡ » and between U+1680 and U+3000, apart from the byte order mark.
select count(*)
from (
    select 1
    from raw
    where ({cell} < '!' or {cell} > '~')
        and case
            when {cell} < '!' or {cell} > '~' and ({cell} < '¡' or {cell} >= chr(5760))
            then trim({cell}, $whitespace) = ''
            else false
        end
    limit 1
)
