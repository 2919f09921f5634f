-- The two normal forms of a text. Every comparison of labels uses fold, every search of words uses normalise.
create or replace macro fold(text) as
    trim(regexp_replace(replace(replace(replace(replace(strip_accents(lower(text)), '’', ''''), '‘', ''''), 'œ', 'oe'), 'æ', 'ae'), '[\s\x{00A0}\x{202F}\x{2009}]+', ' ', 'g'));

create or replace macro normalise(text) as
    trim(regexp_replace(replace(replace(strip_accents(lower(text)), 'œ', 'oe'), 'æ', 'ae'), '[^a-z0-9]+', ' ', 'g'));

-- Waves that are no period: they come last.
create or replace macro is_no_wave(wave) as wave in ('hors vague', 'sans date de convention');

-- What stands for the wave of an operation that no analysis period holds.
create or replace macro no_wave(period, dated_on) as
    case when period = '2021-2027' and dated_on is null then 'sans date de convention' else 'hors vague' end;

-- Sorts axes and dotted codes by number (8.1 before 10.1), specific objectives by their text, as the note does.
create or replace macro code_order(code) as
    list_transform(string_split(code, '.'), lambda part: lpad(part, greatest(length(part), 2)::integer, '0'));

-- The postcodes of a cell, whatever stands between them.
create or replace macro five_digits(text) as
    list_distinct(list_filter(regexp_extract_all(text, '\d+'), lambda digits: length(digits) = 5));

-- The département of a postcode of five digits.
create or replace macro postcode_department(text) as
    case
        when starts_with(text, '97') then left(text, 3)
        when text between '20000' and '20199' then '2A'
        when starts_with(text, '20') then '2B'
        else left(text, 2)
    end;

-- The département of an Insee code of a commune, or of a longer one that begins with it.
create or replace macro commune_department(code) as
    case when starts_with(code, '97') then left(code, 3) else left(code, 2) end;
-- Completions: whether a cell says otherwise than the extract. Another case, accent or punctuation says the same.
create or replace macro says_other(before, given) as
    given is not null and (before is null or (given <> before and normalise(given) <> normalise(before)));

create or replace macro kept(before, cell) as
    case when says_other(before::varchar, cell.value::varchar) then cell.value else before end;

create or replace macro completed_field(field, before, cell) as
    case when says_other(before::varchar, cell.value::varchar) then {'field': field, 'import_id': cell.by, 'before': before::varchar} end;

-- « 24/Centre-Val de Loire » and « Centre-Val de Loire » are one place.
create or replace macro place_words(label) as
    regexp_replace(normalise(label), '^\d+ ', '');

-- The code of a specific objective without its axis: « h », « 911 ».
create or replace macro objective_code(thematic_objective, investment_priority, specific_objective) as
    case
        when regexp_full_match(investment_priority, '4\.[a-m]') then right(investment_priority, 1)
        else nullif(concat(thematic_objective, split_part(investment_priority, '.', -1), specific_objective), '')
    end;

-- The whole code, as `codes.sql` of the imports builds it.
create or replace macro whole_code(priority_axis, thematic_objective, investment_priority, specific_objective) as
    case
        when regexp_full_match(investment_priority, '4\.[a-m]') then concat(priority_axis, right(investment_priority, 1))
        when priority_axis is null or thematic_objective is null or investment_priority is null then ''
        else concat(priority_axis, objective_code(thematic_objective, investment_priority, specific_objective))
    end;

-- A list of names in a text, without some of them.
create or replace macro without_names(text, names) as
    nullif(array_to_string(list_filter(list_transform(string_split(text, ','), lambda name: trim(name)), lambda name: not list_contains(names, name)), ','), '');
