(
    select null::varchar as num_dossier, null::varchar as wave, null::boolean as retained, null::varchar as category, null::varchar as reason,
        null::varchar as source, null::varchar as import_id
    where false
)
