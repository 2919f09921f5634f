-- Operations to open as fiches: those asked for by number, in their order, else those of the boxes, else the largest of each
-- category. An operation present in several waves is opened in the newest that the selection keeps.
with {selection},

boxes as (
    select unnest($titles::varchar[]) as title, unnest($beneficiaries::varchar[]) as beneficiary,
        generate_subscripts($titles::varchar[], 1) as rank
),

candidates as (
    select selection.num_dossier, selection.wave, list_position($chosen::varchar[], selection.num_dossier) as rank
    from selection
    where len($chosen::varchar[]) > 0 and list_contains($chosen::varchar[], selection.num_dossier)
    union all
    select selection.num_dossier, selection.wave, boxes.rank
    from selection
    join boxes
        on normalise(boxes.title) = split_part(selection.search_text, ' | ', 2)
        and normalise(boxes.beneficiary) in (split_part(selection.search_text, ' | ', 3), nullif(split_part(selection.search_text, ' | ', 8), ''))
    where len($chosen::varchar[]) = 0 and selection.counted
)

select num_dossier, wave
from candidates
qualify row_number() over (partition by num_dossier order by is_no_wave(wave), wave desc) = 1
order by rank, num_dossier
