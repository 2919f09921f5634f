-- How the text of a cell is read. Each macro gives NULL for what it can't read.
-- A macro is copied with its argument wherever it names it: a list of one holds what is used several times, so that it is worked out once.
-- What spreadsheets show where a formula fails, in their own language or in English.
create or replace macro is_error_cell(text) as
    text is not null and length(text) between 4 and 24 and regexp_full_match(
        upper(trim(text)),
        '#(?:REF|N/?A|DIV/0|VALEUR|VALUE|NOM|NAME|NUL|NULL|NOMBRE|NUM|SPILL|PROPAGATION|CALC|CALCUL|FIELD|CHAMP|BLOCKED|CONNECT|UNKNOWN|GETTING_DATA|BUSY)[\s\x{00A0}\x{202F}]?[!?]?|ERR ?: ?\d{3}|#{4,}'
    );

-- What programs write for a cell without a value. Longer texts go through unread: most are.
create or replace macro is_blank_text(text) as
    strlen(text) between 3 and 24
    and (regexp_full_match(text, '\s*(?i:nan|nat|none|null|<na>|n/a|n\.a\.)\s*') or (regexp_matches(text, '^\s*[#eE]') and is_error_cell(text)));

create or replace macro one_line(text) as
    case
        when is_blank_text(text) then null
        when regexp_matches(text, '[\x{0000}-\x{001F}\x{00A0}\x{2009}\x{202F}\x{FEFF}]|^ | $|  ')
        then nullif(trim(regexp_replace(text, '[\s\x{0000}-\x{001F}\x{00A0}\x{2009}\x{202F}\x{FEFF}]+', ' ', 'g')), '')
        else text
    end;

create or replace macro paragraphs(text) as
    case
        when is_blank_text(text) then null
        when regexp_matches(text, '[\x{0000}-\x{0008}\x{000B}-\x{001F}\x{FEFF}]')
        then nullif(trim(regexp_replace(text, '[\x{0000}-\x{0008}\x{000B}-\x{001F}\x{FEFF}]+', ' ', 'g')), '')
        -- Nearly all: looking costs an eighth of replacing.
        else nullif(trim(text), '')
    end;

-- The apostrophe that our own exports put before a formula-like text is taken off again.
create or replace macro without_guard(text) as
    case when starts_with(text, '''') then regexp_replace(text, '^''([=+\-@])', '\1') else text end;

-- A text without e-mail addresses nor telephone numbers. A number is five pairs of figures, parted by one sign all along, or ten
-- figures after a word that announces them: amounts, dates and SIRET, whose figures go on before or after, stay.
create or replace macro without_contacts(text) as
    case
        when not contains(text, '@') and not regexp_matches(text, '\d\d[ .\x{00A0}\x{202F}-]\d\d[ .\x{00A0}\x{202F}-]\d\d|0[1-79]\d{8}|(?:\+|00) ?(?:33|262|590|594|596)') then text
        else regexp_replace(
            regexp_replace(
                regexp_replace(
                    text,
                    '(?:mailto:)?[\pL\pN_.+-]+@[\pL\pN_-]+(?:\.[\pL\pN_-]+)+', '[adresse électronique masquée]', 'g'
                ),
                '(?i)(\b(?:t[ée]l|t[ée]l[ée]phone|portable|mobile|gsm|fax|joindre|appeler|contact)\b[^\pL\pN]{0,4}(?:au )?)0[1-79]\d{8}\b', '\1[téléphone masqué]', 'g'
            ),
            '(^|[^\d\s\x{00A0}\x{202F}.,/-][\s\x{00A0}\x{202F}.,/-]*|[.,;:]\s+|\n)'
            '(?:(?:\+|00) ?(?:33|262|590|594|596)[ \x{00A0}\x{202F}.-]?(?:\(0\)[ \x{00A0}\x{202F}]?)?[1-9](?:[ .\x{00A0}\x{202F}-]?\d\d){4}|0[1-79](?:(?:[ \x{00A0}\x{202F}]\d\d){4}|(?:\.\d\d){4}|(?:-\d\d){4}))'
            '(?:\s*(?:,|;|/|-|ou|et|\s)\s*(?:(?:\+|00) ?(?:33|262|590|594|596)[ \x{00A0}\x{202F}.-]?(?:\(0\)[ \x{00A0}\x{202F}]?)?[1-9](?:[ .\x{00A0}\x{202F}-]?\d\d){4}|0[1-79](?:(?:[ \x{00A0}\x{202F}]\d\d){4}|(?:\.\d\d){4}|(?:-\d\d){4})))*'
            '($|[^\d\s\x{00A0}\x{202F}.,/-]|[\s\x{00A0}\x{202F}.,/-]+(?:$|[^\d\s\x{00A0}\x{202F}.,/-])|[.,;:]\s|\n)',
            '\1[téléphone masqué]\2', 'g'
        )
    end;

create or replace macro is_masked(text) as
    contains(text, '[adresse électronique masquée]') or contains(text, '[téléphone masqué]');

-- What exports write in a cell that holds nothing.
create or replace macro says_nothing(text) as
    text is null or regexp_full_match(lower(trim(text)), '[-–—]+|null|none|nan|nat|<na>|n/a|n\.a\.|\(vide\)');

-- An amount without its spaces, its currency and its unit; « (12) » is -12. Spaces part thousands and nothing else: what follows
-- one has three figures (« 125 000 50 » lost its comma), or else the cell stays as it is, which no figure reads. « ,5 » is 0,5.
create or replace macro amount_signs(text) as
    case when regexp_matches(text, '\d[\s\x{00A0}\x{202F}\x{2000}-\x{200B}''’]+(?:\d{1,2}|\d{4,})(?:\D|$)') then text else regexp_replace(regexp_replace(
        regexp_replace(
            replace(regexp_replace(lower(text), '^\s*(?:€|euros?|eur)|[\s\x{00A0}\x{202F}\x{2000}-\x{200B}''’]|(?:€|euros?|eur)([\s\x{00A0}\x{202F}]*\)?[\s\x{00A0}\x{202F}]*)$', '\1', 'g'), '−', '-'),
            '^\((.*)\)\s*$', '-\1'
        ),
        '(\d)(?:k|m|md|mds)(\)?)$', '\1\2'
    ), '^([-+]?)([.,]\d)', '\10\2') end;

-- The euros that one stands for, where the cell itself says it: « 12 k€ », « 1,2 M€ ».
create or replace macro unit_of_cell(text) as
    case regexp_extract(lower(text), '\d[\s\x{00A0}\x{202F}]*(k|m|md|mds)[\s\x{00A0}\x{202F}]*(?:€|euros?|eur)?[\s\x{00A0}\x{202F}]*\)?[\s\x{00A0}\x{202F}]*$', 1)
        when 'k' then 1000
        when 'm' then 1000000
        when 'md' then 1000000000
        when 'mds' then 1000000000
    end;

-- « 80 000 € »: euros, whatever the header says of the column.
create or replace macro says_euros(text) as
    (contains(text, '€') or contains(lower(text), 'eur')) and unit_of_cell(text) is null;

-- What a cell proves of the decimal mark. One separator before exactly three digits, after one to three that don't begin with a
-- zero, proves nothing by itself: « 125.000 ».
create or replace macro class_of_signs(signs) as
    case
        when regexp_full_match(signs, '[-+]?\d+[.,]?') then 'whole'
        when regexp_full_match(signs, '[-+]?(?:(?:0\d*|\d{4,})\.\d{3}|\d+\.(?:\d{1,2}|\d{4,})|\d{1,3}(?:,\d{3})+\.\d*|\d{1,3}(?:,\d{3}){2,})') then 'point'
        when regexp_full_match(signs, '[-+]?(?:(?:0\d*|\d{4,}),\d{3}|\d+,(?:\d{1,2}|\d{4,})|\d{1,3}(?:\.\d{3})+,\d*|\d{1,3}(?:\.\d{3}){2,})') then 'virgule'
        when regexp_full_match(signs, '[-+]?\d{1,3}\.\d{3}') then 'open point'
        when regexp_full_match(signs, '[-+]?\d{1,3},\d{3}') then 'open virgule'
        when ends_with(signs, '%') then 'rate'
        else 'other'
    end;

create or replace macro amount_class(text) as
    case
        when regexp_full_match(text, '-?\d+') then 'whole'
        when regexp_full_match(text, '-?\d+\.\d{1,2}') then 'point'
        when regexp_full_match(text, '-?\d+,\d{1,2}') then 'virgule'
        when says_nothing(text) then 'nothing'
        else class_of_signs(amount_signs(text))
    end;

-- `class`: that of the signs; `mark`: the decimal mark of the file, « . » or « , », for what the cell doesn't prove itself.
create or replace macro number_text(signs, class, mark) as
    case
        when class in ('whole', 'point') or class in ('open point', 'open virgule') and mark = '.' then rtrim(replace(signs, ',', ''), '.')
        when class in ('virgule', 'open point', 'open virgule') then replace(replace(signs, '.', ''), ',', '.')
        when regexp_full_match(signs, '[-+]?\d+([.,]\d+)?e[-+]?\d+') then try_cast(try_cast(replace(signs, ',', '.') as double) as decimal(38, 6))::varchar
    end;

create or replace macro number(text, mark) as
    case
        when regexp_full_match(text, '-?\d{1,15}(\.(\d{1,2}|\d{4,6}))?') then try_cast(text as decimal(38, 6))
        else list_transform(
            list_transform([amount_signs(text)], lambda signs: {'signs': signs, 'class': class_of_signs(signs)}),
            lambda cell: try_cast(number_text(cell.signs, cell.class, mark) as decimal(38, 6))
        )[1]
    end;

-- In euros. `unit`: the euros that one of the column stands for; `sign_unit`: where it isn't 1, those of a cell that says « € ».
create or replace macro amount(text, mark, unit, sign_unit) as
    case
        when unit = 1 and regexp_full_match(text, '-?\d{1,15}(\.\d{1,2})?') then try_cast(text as decimal(18, 2))
        when unit = 1 and regexp_full_match(text, '-?\d{1,15},\d{1,2}') then try_cast(replace(text, ',', '.') as decimal(18, 2))
        else try_cast(number(text, mark) * coalesce(unit_of_cell(text), case when unit <> 1 and says_euros(text) then sign_unit else unit end) as decimal(18, 2))
    end;

-- « 1,23E+06 »: a spreadsheet kept fewer digits than the amount has.
create or replace macro is_shortened(text) as
    case
        when not contains(text, 'E') and not contains(text, 'e') then false
        when regexp_full_match(trim(text), '[-+]?\d([.,]\d+)?[eE]\+?\d+')
        then length(regexp_extract(text, '[.,](\d+)', 1)) < try_cast(regexp_extract(text, '(\d+)\s*$', 1) as integer)
        else false
    end;

-- Half of what the last digit written stands for.
create or replace macro precision_in_euros(text) as
    5 * pow(10, try_cast(regexp_extract(text, '(\d+)\s*$', 1) as integer) - length(regexp_extract(text, '[.,](\d+)', 1)) - 1);

-- « 201700001.0 » and « '201700001 » are what spreadsheets make of a number; « 2.01700001E+8 » is exact, « 2,02E+08 » isn't.
create or replace macro operation_number(text) as
    case
        when regexp_full_match(text, '[0-9]+') then text
        when says_nothing(text) then null
        else list_transform([one_line(text)], lambda line: case
            when regexp_full_match(line, '''?\d+[.,]0+|''\d+') then regexp_extract(text, '\d+')
            when regexp_full_match(line, '\d{1,3}( \d{3})+') then replace(line, ' ', '')
            when regexp_full_match(trim(text), '\d[.,]\d{6,14}[eE]\+?0?\d{1,2}') and not is_shortened(text)
            then replace(upper(trim(text)), ',', '.')::double::bigint::varchar
            else without_guard(line)
        end)[1]
    end;

create or replace macro full_year(given) as
    case when year(given) < 100 then given + interval 2000 year else given end::date;

create or replace macro month_number(name) as
    case
        when starts_with(name, 'juil') then 7
        else coalesce(
            list_position(['jan', 'fev', 'mar', 'avr', 'mai', 'jui', '', 'aou', 'sep', 'oct', 'nov', 'dec'], left(name, 3)),
            list_position(['', 'feb', '', 'apr', 'may', 'jun', 'jul', 'aug'], left(name, 3))
        )
    end;

-- « 1er janvier 2017 », « 15-févr-17 »
create or replace macro long_day(parts) as
    full_year(try_strptime(concat(parts.day, '/', month_number(parts.month), '/', right('20' || parts.year, 4)), '%d/%m/%Y'));

-- « 03/04/2017 », and an hour or words, but no second date: the two first figures of a date whose year comes last.
create or replace macro day_parts(text) as
    regexp_extract(text, '^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:[ T]+(?:à )?\d{1,2} ?[:hH].*|[ T][^\d/]*)?\s*$', ['first', 'second', 'year']);

create or replace macro day_of_parts(parts, month_first) as
    case
        when parts.year = '' then null
        when month_first
        then coalesce(
            full_year(try_strptime(concat_ws('/', parts.second, parts.first, right('20' || parts.year, 4)), '%d/%m/%Y')),
            full_year(try_strptime(concat_ws('/', parts.first, parts.second, right('20' || parts.year, 4)), '%d/%m/%Y'))
        )
        else coalesce(
            full_year(try_strptime(concat_ws('/', parts.first, parts.second, right('20' || parts.year, 4)), '%d/%m/%Y')),
            full_year(try_strptime(concat_ws('/', parts.second, parts.first, right('20' || parts.year, 4)), '%d/%m/%Y'))
        )
    end;

-- A day that a spreadsheet counts: « 42767 », « 42767,5 ».
create or replace macro day_number(text) as
    case when regexp_full_match(trim(text), '\d{1,5}([.,]\d+)?') then floor(try_cast(replace(trim(text), ',', '.') as double))::integer end;

-- An instant with its hour: « 2017-01-31T23:00:00Z », « 2017-01-31 23:00:00 ».
create or replace macro instant_parts(text) as
    regexp_extract(upper(text), '^\s*(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)? ?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?\s*$', ['day', 'hour', 'zone']);

create or replace macro day_in_paris(parts, zone) as
    timezone('Europe/Paris', try_cast(concat(parts.day, ' ', parts.hour, case when regexp_matches(zone, '^[+-]') then zone else '+00' end) as timestamptz))::date;

-- `month_first`: the order of day and month; `first_day`: the day before the one that a spreadsheet counts as 1;
-- `is_utc`: whether instants without a zone are those of Greenwich.
create or replace macro day(text, month_first, first_day, is_utc) as
    coalesce(
        case
            when instant_parts(text).day = '' then null
            when instant_parts(text).zone <> '' then day_in_paris(instant_parts(text), instant_parts(text).zone)
            when is_utc then day_in_paris(instant_parts(text), 'UTC')
            else try_strptime(instant_parts(text).day, '%Y-%m-%d')::date
        end,
        day_of_parts(day_parts(text), month_first),
        full_year(try_strptime(trim(text), ['%Y-%m-%d', '%Y/%m/%d', '%Y%m%d'])),
        (first_day + day_number(text))::date,
        long_day(regexp_extract(fold(text), '^(\d{1,2})(?:er)?[ .-]+([a-z]{3,9})[ .-]+(\d{2}|\d{4})$', ['day', 'month', 'year']))
    );

-- A count has no decimals: « 1.250 » is a thousand and more, unless the file writes decimals after a point.
create or replace macro whole_number(text, mark) as
    case
        when regexp_full_match(text, '-?\d{1,9}') then try_cast(text as integer)
        when regexp_full_match(amount_signs(text), '-?\d{1,9}([.,]0{0,2})?|-?\d{1,9}[.,]0{4,}') then try_cast(regexp_extract(amount_signs(text), '^-?\d+') as integer)
        when mark is not null
        then list_transform([number(text, mark)], lambda figure: case when figure = trunc(figure) then try_cast(figure as integer) end)[1]
    end;

-- A code without the words before and after it: « Axe 3 », « OT n°9 », « 3 - Lutter contre la pauvreté », « 3.0 », « 9,1 »
create or replace macro code_text(text) as
    regexp_replace(
        regexp_extract(
            -- « P6 Innovation sociale »: a number that the word before it announces needs no sign after it.
            regexp_replace(replace(fold(text), ',', '.'), '^((?:p|prio|priorite|axe) ?\d{1,2}) [a-z].*$', '\1'),
            '^(?:axe prioritaire|axe|priorite d''investissement|priorite|prio|objectif thematique|objectif specifique|ot|os|pi|op|p)?(?: ?(?:n°|no\b|numero))?[ .:]*(.*?)(?:(?: *[-–:]|[.)]) .*)?[.)]?$', 1
        ),
        '^(\d+)\.0+$', '\1'
    );

create or replace macro code_number(text) as
    try_cast(regexp_extract(text, '^0*(\d{1,2})$', 1) as smallint);

create or replace macro roman_number(text) as
    list_position(['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii'], text)::smallint;

-- The thirteen specific objectives of the FSE+ go by a letter or by a rank: 8 is h.
create or replace macro priority_letter(text) as
    case when try_cast(text as integer) between 1 and 13 then chr(96 + try_cast(text as integer)) end;

-- The priority and the objective of the FSE+ that one cell gives: « 6h », « 6.h », « 6 - h », « P6.h », « priorité 6, objectif h »,
-- « P6 / ESO4.8 ». Where no word says what they are, « 4.h » may name the objective alone, and « i » be the first of 2014-2020.
create or replace macro priority_pair(text) as
    list_transform(
        [regexp_extract(
            fold(text),
            '^(p|prio|priorite)?(?: ?(?:n°|no\b|numero))? ?0*([1-9])(?: ?[-–—.,;:/_|(]+| et\b)? ?((?:os|objectif specifique|objectif|obj)\b(?: ?(?:n°|no\b|numero))?[ .:]*)?(?:(?:4[. ])?([a-m])|eso ?4[. ]0*(1[0-3]|[1-9]))(?:\)|(?: ?[-–:]|\)) .*)?$',
            ['said', 'axis', 'words', 'letter', 'rank']
        )],
        lambda found: case
            when found.axis = '' then null
            when found.said <> '' or found.words <> '' or found.rank <> '' or (found.axis <> '4' and found.letter <> 'i')
            then {'axis': found.axis::smallint, 'letter': coalesce(nullif(found.letter, ''), priority_letter(found.rank))}
        end
    )[1];

-- « F.S.E. », « FSE＋ », « FEDER (hors FSE) »: without its points, with one kind of plus, and without the fund that it excludes.
create or replace macro fund_words(text) as
    trim(regexp_replace(replace(replace(fold(text), '.', ''), '＋', '+'), '\b(?:hors|sauf) (?:fse ?\+?|iej)', '', 'g'));

create or replace macro known_fund(words) as
    case
        -- Several funds in one word, or none: the programme may tell.
        when regexp_full_match(words, 'react[ -]?(?:eu|ue)')
            or regexp_matches(words, '(?:feder|erdf|ftj|jtf).*(?:fse|esf)|(?:fse|esf).*(?:feder|erdf|ftj|jtf)') then ''
        when regexp_matches(words, '\biej\b|initiative pour l.emploi des jeunes|\byei\b|youth employment initiative') then 'IEJ'
        when regexp_matches(words, '\b(?:fse|esf) ?(?:\+|plus)|(?:fonds social europeen|european social fund) ?(?:\+|plus)') then 'FSE+'
        when regexp_matches(words, '\bfse\b|\besf\b|fonds social europeen|european social fund') then 'FSE'
        when regexp_full_match(words, '(?:feder|erdf|european regional development fund|fonds europeen de developpement regional)(?: \(\))?') then 'FEDER'
        when regexp_full_match(words, 'ftj|jtf|just transition fund|fonds (?:pour une|de) transition juste') then 'FTJ'
    end;

create or replace macro fund_name(text) as
    case
        when text in ('FSE', 'IEJ', 'FSE+', 'FEDER') then text
        when says_nothing(text) or text = '0' then null
        else list_transform([fund_words(text)], lambda words: nullif(coalesce(known_fund(words), upper(text)), ''))[1]
    end;

create or replace macro is_in_france(country) as
    country is null
    or regexp_matches(fold(country), '\bfr\b|\bfra\b|franc|guadeloupe|martinique|guyane|reunion|mayotte|st[ -]martin|saint[ -]martin|^\W*$')
    or says_nothing(country);

create or replace macro postcode(text) as
    case
        when regexp_full_match(replace(text, ' ', ''), '\d{4,5}([.,]0+)?') then lpad(regexp_extract(replace(text, ' ', ''), '^\d+'), 5, '0')
        when regexp_matches(text, '(^|\D)\d{5}(\D|$)') then regexp_extract(text, '(?:^|\D)(\d{5})(?:\D|$)', 1)
        else text
    end;

create or replace macro percentage(text, mark) as
    case
        when ends_with(trim(text), '%')
        then list_transform([number(rtrim(trim(text), ' %'), mark)::double], lambda figure: case when figure <= 105 then figure / 100 end)[1]
    end;

-- A rate that isn't written with a « % ». `unit`: 1 for ratios, 0.01 for percentages, 0 where the figures above 1 alone are percentages.
create or replace macro ratio(text, mark, unit) as
    case
        when unit is null or text is null or ends_with(trim(text), '%') then null
        else list_transform(
            [number(text, mark)::double],
            -- No rate exceeds 100 %.
            lambda figure: case
                when figure > 105 or unit <> 0 and figure * unit > 1.05 then null
                when unit = 0 then figure * case when abs(figure) > 1 then 0.01 else 1 end
                else figure * unit
            end
        )[1]
    end;

-- A rate is known to half a point at best: lists round it.
create or replace macro contradicts_rate(total_cost, rate, eu_amount) as
    abs(total_cost::double * rate - eu_amount::double) > greatest(1, 0.0055 * abs(total_cost::double));

create or replace macro yes_or_no(text) as
    case
        when regexp_full_match(fold(text), 'oui|o|vrai|true|yes|y|1|1[.,]0|x|retenue?s?|retained') then true
        when regexp_full_match(fold(text), 'non|n|faux|false|no|0|0[.,]0|non retenue?s?|ecartee?s?|rejetee?s?|not retained') then false
    end;

create or replace macro names(text) as
    case when text = '' then []::varchar[] else string_split(text, ',') end;

-- The answer to the survey's question; what is no answer at all is told apart by `says_no_answer`.
create or replace macro survey_answer(text) as
    case
        when regexp_full_match(normalise(text), 'oui|o|yes|y|vrai|true|1|1 0') then 'oui'
        when regexp_full_match(normalise(text), 'non|n|no|faux|false|0|0 0') then 'non'
        when regexp_full_match(
            normalise(text),
            'n ?s ?p ?p?|(?:(?:je )?ne (?:sait|sais|savent) pas(?: ou)? ?)?ne se prononce(?:nt)? pas|(?:je )?ne (?:sait|sais|savent) pas|ne me prononce pas|(?:sans|pas d) (?:opinion|avis)'
        ) then 'ne se prononce pas'
    end;

create or replace macro says_no_answer(text) as
    says_nothing(text) or regexp_full_match(normalise(text), 'n ?r|non ?reponse|(?:pas de|sans|aucune) reponse|non repondu|n a pas repondu|n ?/? ?a');

-- The items of a cell: « a ; b », one per line, or « a | b ».
create or replace macro separated(text) as
    list_filter(
        list_transform(regexp_split_to_array(coalesce(text, ''), '[;|\n\r]+'), lambda item: without_guard(one_line(item))),
        lambda item: item <> '' and not says_nothing(item)
    );

-- Operation numbers, however a cell lines them up; words and dates between them are passed over.
create or replace macro reported_numbers(text) as
    case
        when regexp_full_match(trim(text), '\d[.,]\d{6,9}[eE]\+?0?[6-9]') then list_filter([operation_number(text)], lambda item: regexp_full_match(item, '\d+'))
        else list_sort(list_distinct(flatten(list_transform(
            regexp_split_to_array(coalesce(text, ''), '[;|,\n\r]+| et '),
            lambda item: case
                when regexp_full_match(one_line(item), '\d{1,3}( \d{3})+') then [replace(one_line(item), ' ', '')]
                else regexp_extract_all(item, 'UE-[0-9a-f]{16}-\d+|\d{6,}(?:-\d+)?')
            end
        ))))
    end;
