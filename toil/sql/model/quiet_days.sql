-- How long a person was silent around a day on which something of theirs stood in progress.
-- grain: person_id, day
-- not null: quiet_days
-- check: select count(*) from quiet_days where quiet_days < 0
-- check: select abs((select count(*) from quiet_days) - (select count(*) from (select distinct person_id, day from engagement_days)))
-- quiet_days is the length of the run of such days, in order and without the days between, on which no source shows
-- anything the person did: no change, comment, acknowledgement or note; 0 where there is something. Declarations are no
-- signs here, or days of those who declare nothing could not be compared with days of those who do. One silent day
-- says little, a row of them says that somebody was away, whether or not a calendar knows.
with acts as (
    select person_id, acted_at from staged_activity
    union all
    select actor_id, changed_at from staged_changes
    union all
    select person_id, started_at from staged_engagements
),
signs as (
    select distinct people.identity_id as person_id,
        cast(timezone(people.zone, timezone('UTC', acts.acted_at)) as date) as day
    from acts
    join people on people.person_id = acts.person_id and people.is_human
),
days as (
    select engaged.person_id, engaged.day, signs.day is not null as is_sign
    from (select distinct person_id, day from engagement_days) as engaged
    left join signs on signs.person_id = engaged.person_id and signs.day = engaged.day
),
runs as (
    select *, count(*) filter (is_sign) over (partition by person_id order by day) as run from days
)
select person_id, day,
    cast(if(is_sign, 0, count(*) filter (not is_sign) over (partition by person_id, run)) as integer) as quiet_days
from runs
