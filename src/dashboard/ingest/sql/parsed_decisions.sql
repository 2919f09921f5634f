-- Decisions, read. Numbers that no operation carries yet are kept: an import may bring them later.
create or replace table parsed as
select
    line,
    raw_retained,
    operation_number(raw_num_dossier) as num_dossier,
    yes_or_no(one_line(raw_retained)) as retained,
    coalesce(reference.category, without_guard(one_line(raw_category))) as category,
    reference.category is not null as known_category,
    without_guard(paragraphs(raw_reason)) as reason,
    without_guard(one_line(raw_source)) as source
from mapped
left join category_reference as reference on normalise(reference.category) = normalise(raw_category);
