-- An account with the human behind it, the zone and calendar that human works by, a team and a pseudonym.
-- grain: person_id
-- not null: identity_id, zone, calendar_id, is_human, pseudonym
-- check: select abs((select count(*) from people) - (select count(*) from accounts))
-- check: select count(*) from (select identity_id from people group by identity_id having count(distinct zone) > 1)
-- Zone, calendar and team: see working_times. weekly_hours: own contract hours; null: the team's. Pseudonyms follow the
-- order of identities (immutable ids), never that of names.
select
    accounts.person_id,
    identities.identity_id,
    accounts.side,
    accounts.display_name,
    accounts.email,
    times.zone,
    times.calendar_id,
    accounts.is_human,
    format(
        '{}{:02d}', case when accounts.is_human then 'P' else 'B' end,
        dense_rank() over (partition by accounts.is_human order by identities.identity_id)
    ) as pseudonym,
    times.team,
    times.weekly_hours
from accounts
join identities using (person_id)
join working_times as times on times.kind = 'person' and times.owner = identities.identity_id
