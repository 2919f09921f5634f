    -- No operation costs nothing, but operations whose amounts nobody knows have no cost: missing is not 0.
    count(*) filter (counted) as operations,
    coalesce(sum(total_cost) filter (counted), case when count(*) filter (counted) = 0 then 0 end) as total_cost,
    coalesce(sum(eu_amount) filter (counted), case when count(*) filter (counted) = 0 then 0 end) as eu_amount,
    sum(participants_entered) filter (counted) as participants,
    sum(participants_planned) filter (counted) as participants_planned,
    count(*) filter (counted and participants_entered > 0) as operations_with_participants,
    count(*) as programme_operations,
    coalesce(sum(total_cost), case when count(*) = 0 then 0 end) as programme_total_cost,
    coalesce(sum(eu_amount), case when count(*) = 0 then 0 end) as programme_eu_amount,
    sum(participants_entered) as programme_participants,
    sum(participants_planned) as programme_participants_planned
