-- A selection by where an operation stands beside the innovation priority of the national programme: inside it, elsewhere, or unknown
-- where no source says its priority; whole, then by action of the priority, region and type of managing body.
-- An action is read in the call for projects, else in the title, else in the texts: the first of them whose words tell one action
-- and no other. The words of the rows without an action tell nothing.
with {selection},

placed as (
    select
        row_number() over () as id,
        *,
        case
            when programme <> $national then 'elsewhere'
            when priority_axis is null then 'unknown'
            when priority_axis = $priority then 'inside'
            else 'elsewhere'
        end as place
    from selection
),

silent as (
    select string_agg(pattern, '|') as pattern
    from priority_6_action
    where action is null
),

texts as (
    select id, generate_subscripts(fields, 1) as rank, unnest(fields) as words
    from (
        select id, [normalise(call_for_projects), normalise(title), normalise(concat_ws(' ', description, actions))] as fields
        from placed
        where place = 'inside'
    )
),

told as (
    select texts.id, texts.rank, any_value(rule.action) as action
    from texts
    cross join silent
    join priority_6_action as rule
        on rule.action is not null and regexp_matches(coalesce(regexp_replace(texts.words, silent.pattern, ' ', 'g'), texts.words), rule.pattern)
    group by texts.id, texts.rank
    having count(distinct rule.action) = 1
),

read as (
    select id, arg_min(action, rank) as action
    from told
    group by id
),

cells as (
    select placed.*, case when place = 'inside' then coalesce(read.action, $undetermined) end as action_read
    from placed
    left join read on read.id = placed.id
)

select
    place,
    case
        when grouping(action_read) = 0 then 'action'
        when grouping(region_2016) = 0 then 'region'
        when grouping(managing_body_type) = 0 then 'managing_body_type'
        else 'whole'
    end as level,
    coalesce(action_read, region_2016, managing_body_type) as value,
    count(*)::bigint as programme_operations,
    sum(total_cost) as programme_total_cost,
    sum(eu_amount) as programme_eu_amount,
    count(*) filter (retained)::bigint as operations,
    sum(total_cost) filter (retained) as total_cost,
    sum(eu_amount) filter (retained) as eu_amount
from cells
group by grouping sets ((place), (place, action_read), (place, region_2016), (place, managing_body_type))
having not (level = 'action' and place <> 'inside')
