(
    select null::varchar as import_id, null::bigint as line, null::varchar as respondent, null::varchar as wave, null::varchar as type_label,
        null::varchar as region_label, null::varchar as answer, null::varchar as remark, null::varchar[] as theme_labels,
        null::varchar[] as reported, null::varchar[] as warnings
    where false
)
