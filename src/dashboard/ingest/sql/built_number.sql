-- A file without numbers: the key is the content without its amounts, and the rank among the rows that share it.
-- Where the file does give numbers, rows that share one are told apart by their rank: the format doesn't promise one row each.
case
    when title is null and beneficiary is null then null
    when given_number is not null
    then given_number || case row_number() over (partition by given_number, coalesce(fund in ('FSE', 'IEJ', 'FSE+'), true) order by total_cost, eu_amount, line)
        when 1 then ''
        else '-' || row_number() over (partition by given_number, coalesce(fund in ('FSE', 'IEJ', 'FSE+'), true) order by total_cost, eu_amount, line)
    end
    else concat(
        'UE-',
        left(sha256([fund, fold(programme_label), fold(title), fold(beneficiary), beneficiary_postcode, given_start::varchar, given_end::varchar, given_programming::varchar, intervention_category]::varchar), 16),
        '-',
        row_number() over (
            -- A row with a number has no need of its content.
            partition by case when given_number is null then [fund, fold(programme_label), fold(title), fold(beneficiary), beneficiary_postcode, given_start::varchar, given_end::varchar, given_programming::varchar, intervention_category] end
            order by total_cost, eu_amount, line
        )
    )
end
