-- What stays outside the figures of a selection, or weakens them.
with {selection}

select
    (
        select count(*) from operation
        where technical_assistance and period = $period and ($waves is null or list_contains($waves, wave))
    ) as technical_assistance,
    count(*) as programmed,
    count(*) filter (is_no_wave(wave)) as outside_waves,
    count(*) filter (counted) as counted,
    count(*) filter (counted and participants_entered is null) as without_participants,
    count(*) filter (counted and participants_planned is not null) as with_planned,
    count(*) filter (decision <> 'non examinée') as decided,
    count(*) filter (counted and coalesce(synthetic_fields, '') <> '') as with_synthetic_fields,
    count(*) filter (counted and provenance = 'démonstration') as synthetic,
    min(programming_date) as first_day,
    max(programming_date) as last_day
from selection
