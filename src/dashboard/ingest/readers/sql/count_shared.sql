-- Operation numbers, or whole rows, that stand on more than one sheet.
select count(*)
from (
    select {cells}
    from raw
    where {filled}
    group by {cells}
    having max(line // {step}) > min(line // {step})
)
