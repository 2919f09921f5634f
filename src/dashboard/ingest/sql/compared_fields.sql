-- On how many published operations the file fills each field, corrects it, and says what was already said.
select
    field,
    count(*) filter (verdict = 'filled') as filled,
    count(*) filter (verdict = 'corrected') as corrected,
    count(*) filter (verdict = 'confirmed') as confirmed
from compared_cell
group by field
