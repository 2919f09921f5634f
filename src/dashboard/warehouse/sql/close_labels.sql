-- Pairs of labels of one column that may be two spellings of one: the same words but for their order, articles and plurals, or
-- one letter apart. Numbers have to be the same, and two labels that stand each in its own département are two.
with labels as (
    select
        {field} as label,
        count(*) as operations,
        case when min(department) = max(department) then min(department) end as department,
        normalise({field}) as words,
        count(*) over () as labels
    from operation
    where {field} is not null and {field} <> 'Non renseigné'
    group by {field}
),

spelled as (
    select
        labels.*,
        left(words, 5) as opening,
        regexp_replace(words, '\D', '', 'g') as digits,
        array_to_string(list_sort(list_distinct(list_transform(
            list_filter(string_split(words, ' '), lambda word: not list_contains(['le', 'la', 'les', 'l', 'de', 'du', 'des', 'd', 'et', 'a', 'au', 'aux', 'en', 'pour'], word)),
            lambda word: rtrim(word, 'sx')
        ))), ' ') as stems
    from labels
    where words <> ''
),

-- Each label beside every other of its opening is only tried where they are few.
few as (
    from spelled
    where labels <= 1000 and length(words) >= 8
),

pairs as (
    select spelled.*, other.label as other, other.operations as other_operations, other.department as other_department
    from spelled
    join spelled as other on other.stems = spelled.stems
    union
    select few.*, other.label, other.operations, other.department
    from few
    join few as other on other.opening = few.opening and other.digits = few.digits
    where abs(length(other.words) - length(few.words)) <= 1 and damerau_levenshtein(other.words, few.words) <= 1
)

select label, operations, other, other_operations
from pairs
where
    (operations > other_operations or (operations = other_operations and label < other))
    and coalesce(department = other_department, true)
order by operations + other_operations desc, label collate fr, other collate fr
limit 50
