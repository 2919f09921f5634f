-- What the report names row by row among the accepted ones: the line, the column, the cell as it stood, what is said of it.
with warned as (
    select line, reading, zone_reading, site_reading, programme_reading, precision, code_reading, fund_reading, unnest(warnings) as warning
    from judged
    anti join left_aside on left_aside.line = judged.line
    where len(errors) = 0
)

select
    line_on_sheet(warned.line) as "Ligne",
    reason.header as "Colonne",
    -- What surrounds the contact, which no report shows.
    case
        when starts_with(warned.warning, 'contact_in_text') then regexp_extract(without_contacts({cell}), '.{0,60}\[(?:adresse électronique masquée|téléphone masqué)\].{0,60}')
        else without_contacts(coalesce({cell}, ''))
    end as "Valeur",
    concat_ws(
        ' ',
        reason.message,
        case
            when warned.warning = 'contradictory_programme:programme_cci' then warned.programme_reading
            when starts_with(warned.warning, 'contradictory_fund') then warned.fund_reading
            when warned.warning = 'contradictory_places:zone' then warned.zone_reading
            when warned.warning = 'contradictory_places:operation_postcode' then warned.site_reading
            when starts_with(warned.warning, 'paired_code') then warned.code_reading
            when starts_with(warned.warning, 'contradictory') then warned.reading
            when starts_with(warned.warning, 'shortened') then 'Connu à ' || warned.precision::bigint || ' euros près.'
        end
    ) as "Motif"
from warned
join reason on reason.error = warned.warning and reason.listed
join raw on raw.line = warned.line
order by warned.line, reason.position
