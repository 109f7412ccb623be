-- Whose working time is which: each human's and bot's, and, for people whom nobody has seen, each team's.
-- grain: kind, owner
-- not null: zone, country, opens, closes, working_days, working_hours, calendar_id
-- check: select count(*) from working_times where opens >= closes
-- The most specific wins, key by key (opens and closes together): what toil.toml says of the person (own_hours; the
-- first entry of several), what it says of the person's team, what it says for all. Zone: the person's entry, else
-- what their accounts said last, else the team's, else the default zone. Country: the person's entry, else the team's
-- where they live in its zone, else that zone's. weekly_hours: the person's own contract hours, null where they have
-- the team's. Without a team of its own, a person is in the only team.
with said as (
    select identities.identity_id, arg_max(zones.zone, row(accounts.seen_at, accounts.person_id)) as zone
    from accounts
    join identities using (person_id)
    join zones on zones.zone = accounts.time_zone
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
own as (
    select person_names.identity_id, min(own_hours.position) as position
    from own_hours
    join person_names
        on person_names.name = regexp_replace(lower(nfc_normalize(own_hours.person)), '[\s\p{Z}]+', '', 'g')
    where person_names.identity_id is not null
    group by person_names.identity_id
),
owners as (
    select 'person' as kind, identities.identity_id as owner, coalesce(memberships.team, only_team.team) as team,
        said.zone, own.position
    from (select distinct identity_id from identities) as identities
    left join memberships on memberships.identity_id = identities.identity_id
    left join only_team on true
    left join said on said.identity_id = identities.identity_id
    left join own on own.identity_id = identities.identity_id
    union all
    select 'team', team, team, zone, null from teams
),
stated as (
    select owners.kind, owners.owner, owners.team,
        coalesce(own_hours.zone, owners.zone, teams.zone, settings.default_zone) as zone,
        own_hours.country,
        if(own_hours.opens is null, coalesce(teams.opens, settings.opens), own_hours.opens) as opens,
        if(own_hours.opens is null, coalesce(teams.closes, settings.closes), own_hours.closes) as closes,
        coalesce(own_hours.working_days, teams.working_days, settings.working_days) as working_days,
        coalesce(own_hours.working_hours, teams.working_hours, settings.working_hours) as working_hours,
        own_hours.weekly_hours
    from owners
    cross join settings
    left join teams on teams.team = owners.team
    left join own_hours on own_hours.position = owners.position
),
placed as (
    select stated.* exclude (country),
        coalesce(
            stated.country,
            if(teams.zone = stated.zone, nullif(teams.country, ''), null),
            zones.country
        ) as country
    from stated
    join zones on zones.zone = stated.zone
    left join teams on teams.team = stated.team
)
select
    placed.*,
    placed.zone || '|' || placed.country || if(
        placed.opens = settings.opens and placed.closes = settings.closes
            and placed.working_days = settings.working_days and placed.working_hours = settings.working_hours,
        '',
        format('|{}-{}|{}|{:g}', placed.opens, placed.closes, placed.working_days, placed.working_hours)
    ) as calendar_id
from placed
cross join settings
