-- The counts of the report, over every row that was read.
select
    count(*) filter (aside.line is not null) as left_aside,
    count(*) filter (aside.line is null and len(errors) > 0) as rejected,
    count(*) filter (aside.line is null and len(errors) = 0) as accepted
from judged
left join left_aside as aside on aside.line = judged.line
