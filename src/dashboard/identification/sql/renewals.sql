-- The operations that one bearer carries again and again: nearly the same title, years aside, and nearly the same text.
-- `project` names those that belong together by the smallest of their numbers. Any other number in a title (a lot, a place)
-- tells two operations apart. Two operations are compared within one bearer and one programming period alone.
with texts as (
    select
        rowid as place,
        period,
        fields[3] as bearer,
        trim(regexp_replace(fields[2], '\b(19|20)\d\d\b ?', '', 'g')) as title,
        array_to_string(fields[5:7], ' ') as body
    from (select rowid, period, string_split(search_text, ' | ') as fields from operation where not technical_assistance)
    where fields[3] <> ''
),

-- Those of the very same words stand for one: a list repeats some of them hundreds of times.
same_words as materialized (
    select min(place) as place, list(place) as places, period, bearer, title, body
    from texts
    where title <> ''
    group by period, bearer, title, body
),

marked as (
    select *, list_filter(string_split(title, ' '), lambda word: regexp_matches(word, '\d')) as marks
    from same_words
),

near_titles as materialized (
    select one.place as one, other.place as other
    from marked as one
    join marked as other on
        other.period = one.period
        and other.bearer = one.bearer
        and other.marks = one.marks
        and other.place > one.place
        and abs(length(other.title) - length(one.title)) <= $title * greatest(length(one.title), length(other.title))
        and levenshtein(one.title, other.title) <= $title * greatest(length(one.title), length(other.title))
),

-- Splitting a text into words costs more than comparing titles: only those that are left are split.
worded as materialized (
    select place, list_distinct(list_filter(string_split(body, ' '), lambda word: word <> '')) as words
    from same_words
    where place in (select one from near_titles union all select other from near_titles)
),

near as (
    select one, other, len(list_intersect(first.words, second.words)) as common, len(first.words) + len(second.words) as both_sides
    from near_titles
    join worded as first on first.place = one
    join worded as second on second.place = other
),

edge as materialized (
    select unnest([struct_pack(a := one, b := other), struct_pack(a := other, b := one)]) as way
    from near
    -- Two operations that nobody describes have nothing but their titles.
    where both_sides = 0 or common >= $text * (both_sides - common)
),

reached as (
    with recursive step as (
        select place, place as seen
        from same_words
        where len(places) > 1 or place in (select way.a from edge)
        union
        select step.place, edge.way.b
        from step
        join edge on edge.way.a = step.seen
    )

    select place, min(seen) as first
    from step
    group by place
),

held as (
    select unnest(same_words.places) as place, reached.first
    from reached
    join same_words on same_words.place = reached.place
)

select
    operation.num_dossier,
    operation.wave,
    operation.retained,
    min(operation.num_dossier) over (partition by held.first) as project
from held
join operation on operation.rowid = held.place
order by project, operation.wave, operation.num_dossier
