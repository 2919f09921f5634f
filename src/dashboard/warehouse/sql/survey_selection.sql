-- The structures that the filters keep: places and types of managing body, the only filters that mean something here.
selection as (
    select *
    from survey_answer
    where
        wave = $edition
        and ($regions is null or list_contains($regions, region))
        and ($regions_2016 is null or list_contains($regions_2016, region_2016))
        and ($managing_body_types is null or list_contains($managing_body_types, managing_body_type))
        and ($survey_types is null or list_contains($survey_types, survey_type))
)
