-- The whole warehouse in place of a selection: technical assistance never enters the analysis.
selection as not materialized (
    select *, true as counted
    from operation
    where not technical_assistance
)
