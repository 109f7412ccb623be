-- A name by which toil.toml and leave files may call a human: e-mail, display name, person_id, or that of [people] file.
-- grain: name
-- not null: person_count, is_spoken
-- check: select count(*) from person_names where (person_count = 1) <> (identity_id is not null)
-- name is lower case without any spaces (佐藤 陽菜 is 佐藤陽菜); spelled keeps them. is_spoken: a name that people say,
-- so that it may stand in a sentence. A name that several humans bear is nobody's.
with said as (
    select identities.identity_id, unnest([accounts.email, accounts.person_id]) as spelled, false as is_spoken
    from accounts
    join identities using (person_id)
    where accounts.is_human
    union all
    select identities.identity_id, accounts.display_name, true
    from accounts
    join identities using (person_id)
    where accounts.is_human
    union all
    select identities.identity_id, named.person, true
    from accounts
    join identities using (person_id)
    join named_people as named
        on named.reason = ''
        and lower(named.account) in (accounts.email, lower(accounts.display_name), lower(accounts.person_id))
    where accounts.is_human
),
folded as (
    select identity_id, is_spoken,
        regexp_replace(lower(nfc_normalize(spelled)), '[\s\p{Z}]+', '', 'g') as name,
        trim(regexp_replace(lower(nfc_normalize(spelled)), '[\s\p{Z}]+', ' ', 'g')) as spelled
    from said
    where spelled is not null
)
select
    name,
    if(count(distinct identity_id) = 1, min(identity_id), null) as identity_id,
    count(distinct identity_id) as person_count,
    bool_or(is_spoken) as is_spoken,
    min(spelled) as spelled
from folded
where name <> ''
group by name
