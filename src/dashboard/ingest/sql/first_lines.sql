-- Among the rows that stand and enter so far, the later ones of a key (operation number, structure of a survey) that comes twice.
update judged set errors = list_append(judged.errors, {rule})
from (
    select {key}, min(line) as first_line
    from judged
    where len(errors) = 0 and enters
    group by {key}
    having count(*) > 1
) as repeated
where repeated.{key} = judged.{key} and len(judged.errors) = 0 and judged.enters and {predicate};
