-- What somebody answered in the weekly check-in: the newest answer of each author for a team's week; no author.
-- grain: event_id
-- not null: team, week, toil_share, without_ticket_share
-- check: select count(*) from check_ins where not (0 <= without_ticket_share and without_ticket_share <= toil_share and toil_share <= 1)
-- toil_share is of the author's own week; without_ticket_share is the part of it that had no ticket, of the same week.
-- The author is a fingerprint of a word, another one each week, so that nobody's answers can be followed over weeks.
with said as (
    select event_id, author, body ->> 'team' as team, body ->> 'week' as week,
        try_cast(body ->> 'toil_share' as double) as toil_share,
        coalesce(try_cast(body ->> 'without_ticket' as double), 0) as without_ticket,
        json_transform(body -> 'categories', '[{"category": "VARCHAR", "share": "DOUBLE"}]') as categories
    from journal_events
    where kind = 'check_in'
)
select
    said.event_id,
    said.team,
    said.week,
    said.toil_share,
    said.toil_share * said.without_ticket as without_ticket_share,
    said.categories
from said
join team_weeks on team_weeks.team = said.team and team_weeks.week = said.week
where said.toil_share between 0 and 1 and said.without_ticket between 0 and 1
qualify row_number() over (partition by said.team, said.week, said.author order by said.event_id desc) = 1
