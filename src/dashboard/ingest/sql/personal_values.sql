-- Among the cells of a column that `personal_signs` counts: e-mail addresses alone in their cell, addresses of a person inside a
-- text, telephone numbers with and without signs between their pairs, and social security numbers.
select
    count(*) filter (regexp_full_match({column}, '(?:mailto:)?\s*[\w.+-]+@[\w-]+(?:\.[\w-]+)+\s*')),
    count(*) filter (regexp_matches({column}, '(?i)(?:^|[^\w.+-])[a-z-]{2,}[._][a-z-]{2,}[0-9]*@[\w-]+(?:\.[\w-]+)+')),
    count(*) filter (regexp_matches({column}, '^\(?(?:(?:\+|00) ?(?:33|262|590|594|596)[ )]{0,2}\(?0?\)?|0) ?[1-9](?:[ .-]\d{2}){4}(?:\D|$)|^\+(?:33|262|590|594|596)\d{9}$')),
    count(*) filter (regexp_full_match({column}, '0[1-9]\d{8}|0033\d{9}')),
    count(*) filter (regexp_full_match({column}, '[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[ABab]) ?\d{3} ?\d{3} ?\d{2}'))
from raw
where {signs}
