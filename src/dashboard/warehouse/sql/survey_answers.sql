-- What the structures answered, overall and for each value of one dimension. The base of the shares is who answered.
with {survey_selection}

select
    grouping(value) = 1 as is_total,
    value,
    count(*) as respondents,
    count(answer) as base,
    count(*) filter (answer = 'oui') as yes,
    count(*) filter (answer = 'non') as no,
    count(*) filter (answer = 'ne se prononce pas') as no_opinion,
    count(*) filter (answer is null) as no_answer
from (select {dimension} as value, answer from selection)
group by grouping sets ((value), ())
having count(*) > 0
