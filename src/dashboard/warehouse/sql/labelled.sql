-- The rows with the labels that were kept. What the extract wrote stands in `original_labels`, by column, and stays searchable.
select
    rows.* replace (
        coalesce(bodies.kept, managing_body) as managing_body,
        coalesce(bearers.kept, beneficiary) as beneficiary,
        coalesce(bearer_types.kept, beneficiary_type) as beneficiary_type,
        coalesce(recipient_types.kept, recipient_type) as recipient_type,
        -- The bearer is the third part; the name that it had goes after the others.
        case
            when bearers.kept is null then search_text
            else array_to_string(list_concat(string_split(search_text, ' | ')[:2], [normalise(bearers.kept)], string_split(search_text, ' | ')[4:7], [normalise(beneficiary)]), ' | ')
        end as search_text
    ),
    case
        when coalesce(bodies.kept, bearers.kept, bearer_types.kept, recipient_types.kept) is not null
        then map_from_entries(list_filter(
            [
                row('managing_body', case when bodies.kept is not null then managing_body end),
                row('beneficiary', case when bearers.kept is not null then beneficiary end),
                row('beneficiary_type', case when bearer_types.kept is not null then beneficiary_type end),
                row('recipient_type', case when recipient_types.kept is not null then recipient_type end)
            ],
            lambda entry: entry[2] is not null
        ))
    end as original_labels
from {rows} as rows
left join merged_label as bodies on bodies.field = 'managing_body' and bodies.label = managing_body
left join merged_label as bearers on bearers.field = 'beneficiary' and bearers.label = beneficiary
left join merged_label as bearer_types on bearer_types.field = 'beneficiary_type' and bearer_types.label = beneficiary_type
left join merged_label as recipient_types on recipient_types.field = 'recipient_type' and recipient_types.label = recipient_type
