-- An account with the human behind it, the zone and calendar that human works by, a team and a pseudonym.
-- grain: person_id
-- not null: identity_id, zone, calendar_id, is_human, pseudonym
-- check: select abs((select count(*) from people) - (select count(*) from accounts))
-- check: select count(*) from (select identity_id from people group by identity_id having count(distinct zone) > 1)
-- Zone: what the human's accounts said last, else the team's, else the default zone. Pseudonyms follow the order
-- of identities (immutable ids), never that of names. Without a team of its own, a person is in the only team.
with zones as (
    select identities.identity_id, arg_max(calendars.zone, row(accounts.seen_at, accounts.person_id)) as zone
    from accounts
    join identities using (person_id)
    join calendars on calendars.zone = accounts.time_zone
    group by identities.identity_id
),
memberships as (
    select identities.identity_id, arg_min(teams.team, teams.position) as team
    from accounts
    join identities using (person_id)
    join (
        select team, lower(member) as member from team_members
    ) as named on named.member in (accounts.email, lower(accounts.display_name), lower(accounts.person_id))
    join teams on teams.team = named.team
    group by identities.identity_id
),
only_team as (
    select min(team) as team from teams having count(*) = 1
),
numbered as (
    select accounts.*, identities.identity_id,
        coalesce(memberships.team, only_team.team) as team,
        dense_rank() over (partition by accounts.is_human order by identities.identity_id) as number
    from accounts
    join identities using (person_id)
    left join memberships on memberships.identity_id = identities.identity_id
    left join only_team on true
),
zoned as (
    select numbered.*, coalesce(zones.zone, teams.zone, settings.default_zone) as zone
    from numbered
    cross join settings
    left join zones on zones.identity_id = numbered.identity_id
    left join teams on teams.team = numbered.team
)
select
    zoned.person_id,
    zoned.identity_id,
    zoned.side,
    zoned.display_name,
    zoned.email,
    zoned.zone,
    calendar.calendar_id,
    zoned.is_human,
    format('{}{:02d}', case when zoned.is_human then 'P' else 'B' end, zoned.number) as pseudonym,
    zoned.team
from zoned
left join (
    select zone, min(calendar_id) as calendar_id from calendars group by zone
) as calendar on calendar.zone = zoned.zone
