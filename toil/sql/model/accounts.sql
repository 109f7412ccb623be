-- An account that a source named: a person or a bot there, with what it said last of name, e-mail and zone.
-- grain: person_id
-- not null: side, is_human
-- Accounts that only appear in somebody's hands (an assignee never described) are here too, without a name.
with described as (
    select person_id, display_name, email, time_zone, is_human,
        coalesce(max(seen_at), timestamp '1970-01-01') as seen_at
    from staged_people
    group by all
),
mentioned as (
    select assignee_id as person_id from staged_items
    union select requester_id from staged_items
    union select person_id from staged_engagements
    union select person_id from staged_declarations
    union select person_id from staged_interruptions
    union select person_id from staged_activity
    union select assignee_id from status_intervals
    union select person_id from staged_people
),
-- A site may hold a colon (a port), and so may an id: the longest known site that the id begins with is its site.
sites as (
    select distinct source || ':' || site as side from staged_items
    union
    select distinct source || ':' || site from staged_statuses
    union
    select distinct source || ':' || site from runs
),
sided as (
    select mentioned.person_id, arg_max(sites.side, length(sites.side)) as side
    from mentioned
    left join sites on starts_with(mentioned.person_id, sites.side || ':')
    where mentioned.person_id <> ''
    group by mentioned.person_id
),
latest as (
    select person_id,
        nullif(trim(arg_max(display_name, row(seen_at, display_name))), '') as display_name,
        nullif(lower(trim(arg_max(email, row(seen_at, email)))), '') as email,
        arg_max(time_zone, row(seen_at, time_zone)) as time_zone,
        arg_max(is_human, row(seen_at, not is_human)) as is_human,
        max(seen_at) as seen_at
    from described
    group by person_id
)
select
    sided.person_id,
    coalesce(sided.side, split_part(sided.person_id, ':', 1)) as side,
    latest.display_name,
    latest.email,
    latest.time_zone,
    coalesce(latest.is_human, true) as is_human,
    nullif(latest.seen_at, timestamp '1970-01-01') as seen_at
from sided
left join latest using (person_id)
