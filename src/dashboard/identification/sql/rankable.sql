-- Every operation of a programming period with its normalised texts, those that nobody judged and those that teach.
-- The parts of search_text keep their places; neither the number nor the bearer's name is a reason to look like another one.
with parts as (
    select num_dossier, wave, decision, string_split(search_text, ' | ') as words
    from operation
    where period = $period and not technical_assistance
)

select
    num_dossier,
    wave,
    case decision when 'retenue' then true when 'non retenue' then false end as retained,
    array_to_string([words[2], words[5], words[6], words[7]], ' ') as words
from parts
order by num_dossier, wave
