-- The filled cells of a column, and those among them that are plainly of no person: an amount, a date, a yes or a no, a sentence.
select
    count({column}),
    count(*) filter (
        not contains({column}, '@')
        and (
            regexp_full_match(replace({column}, ' ', ''), '[-+]?(?:\d{1,8}|\d{1,15}[.,]\d{1,2})[€%]?|\d{1,4}[-/]\d{1,2}[-/]\d{1,4}|(?i:oui|non|vrai|faux|true|false|o|n|yes|no|néant|sansobjet)')
            or regexp_matches({column}, '\p{L}+\P{L}+\p{L}+\P{L}+\p{L}+\P{L}+\p{L}+')
        )
    )
from raw
