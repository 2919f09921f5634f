-- The counted operations of highest total cost of each axis, as tables 6 and 7 of the note list them. An operation present in several
-- waves stands once, in the newest; `held` says how many its axis counts.
with {selection},

once as (
    select
        num_dossier, programme, coalesce(nullif(priority_axis::varchar, ''), $unknown) as axis, os_code, title, beneficiary,
        region, region_2016, managing_body, coalesce(nullif(description, ''), nullif(actions, '')) as description, total_cost
    from selection
    where counted
    qualify row_number() over (partition by num_dossier order by is_no_wave(wave), wave desc) = 1
),

ranked as (
    select
        *,
        row_number() over (partition by programme, axis order by total_cost desc nulls last, num_dossier) as place,
        count(*) over (partition by programme, axis) as held
    from once
)

select * exclude (place)
from ranked
where place <= $most
order by programme, axis = $unknown, axis, place
