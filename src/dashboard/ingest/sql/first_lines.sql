-- Among the rows that stand and enter so far, the later ones of a number that comes twice.
update judged set errors = list_append(judged.errors, {rule})
from (
    select num_dossier, min(line) as first_line
    from judged
    where len(errors) = 0 and enters
    group by num_dossier
    having count(*) > 1
) as repeated
where repeated.num_dossier = judged.num_dossier and len(judged.errors) = 0 and judged.enters and {predicate};
