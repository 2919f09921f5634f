-- The words of every code of a period, those of the first programme that has it.
select
    code_label.dimension,
    code_label.code,
    arg_min(code_label.label, [programme_rank.position, code_label.position]) as label
from code_label
left join programme_rank on programme_rank.period = code_label.period and programme_rank.programme = code_label.programme
where code_label.period = $period
group by code_label.dimension, code_label.code
