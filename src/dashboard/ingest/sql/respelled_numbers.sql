-- A number that only lost its leading zeros, or changed case, is that of the one operation that it can be.
update parsed
set num_dossier = respelled.num_dossier
from (
    select ltrim(lower(num_dossier), '0') as spelling, any_value(num_dossier) as num_dossier
    from known_numbers
    group by spelling
    having count(distinct num_dossier) = 1
) as respelled
where respelled.spelling = ltrim(lower(parsed.num_dossier), '0') and parsed.num_dossier <> respelled.num_dossier
