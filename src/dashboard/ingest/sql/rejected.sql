-- One row per rejected line: where, what, why, then the line as it stood in the file.
with broken as (
    select line, unnest(errors) as error
    from judged
    anti join left_aside on left_aside.line = judged.line
    where len(errors) > 0
),

reasons_by_line as (
    select
        broken.line,
        string_agg(reason.header, ' ; ' order by reason.position) as headers,
        string_agg(without_contacts(coalesce({cell}, '')), ' ; ' order by reason.position) as cells,
        array_to_string(list_distinct(list(reason.message)), ' ') as messages
    from broken
    join raw on raw.line = broken.line
    join reason on reason.error = broken.error
    group by broken.line
),

rejected as (
    select reasons_by_line.line as position, line_on_sheet(reasons_by_line.line) as "Ligne", headers as "Colonne", cells as "Valeur", messages as "Motif"{original_columns}
    from reasons_by_line
    join raw on raw.line = reasons_by_line.line
),

unaligned as (
    select line as position, line_on_sheet(line) as "Ligne", '' as "Colonne", text as "Valeur", message as "Motif"
    from malformed
)

select * exclude (position)
from (from rejected union all by name from unaligned)
order by position
