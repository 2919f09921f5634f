    -- No operation costs nothing, but operations whose amounts nobody knows have no cost: missing is not 0.
    coalesce(sum(operations), 0)::bigint as operations,
    coalesce(sum(total_cost), case when coalesce(sum(operations), 0) = 0 then 0 end) as total_cost,
    coalesce(sum(eu_amount), case when coalesce(sum(operations), 0) = 0 then 0 end) as eu_amount,
    sum(participants)::bigint as participants,
    sum(participants_planned)::bigint as participants_planned,
    coalesce(sum(operations_with_participants), 0)::bigint as operations_with_participants,
    coalesce(sum(programme_operations), 0)::bigint as programme_operations,
    coalesce(sum(examined_operations), 0)::bigint as examined_operations,
    coalesce(sum(programme_total_cost), case when coalesce(sum(programme_operations), 0) = 0 then 0 end) as programme_total_cost,
    coalesce(sum(programme_eu_amount), case when coalesce(sum(programme_operations), 0) = 0 then 0 end) as programme_eu_amount,
    sum(programme_participants)::bigint as programme_participants,
    sum(programme_participants_planned)::bigint as programme_participants_planned
