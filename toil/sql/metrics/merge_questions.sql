-- Two recurrences that may be one job: what people are asked, those of which a merge would move most work first.
-- grain: recurrence_id, other_id
-- not null: position, name, other_name, pieces, other_pieces, hours, other_hours, likeness
-- check: select count(*) from merge_questions where other_pieces > pieces
-- The first of the two has more pieces of work; where they are of two teams, both are asked. A pair that somebody called two kinds of work is not asked again.
with said as (
    select one.recurrence_id, other.recurrence_id as other_id
    from journal_events
    join recurrence_keys as one on one.key_id = journal_events.subject
    join recurrence_keys as other on other.key_id = json_extract_string(journal_events.body, '$.other')
    where journal_events.kind = 'apart' and one.recurrence_id <> other.recurrence_id
),
sized as (
    select recurrence_work.recurrence_id,
        count(*) as pieces,
        sum(recurrence_work.hours) as hours
    from recurrence_work
    group by recurrence_work.recurrence_id
),
paired as (
    select
        if(two.pieces > one.pieces, two.recurrence_id, one.recurrence_id) as recurrence_id,
        if(two.pieces > one.pieces, one.recurrence_id, two.recurrence_id) as other_id,
        pairs.likeness
    from recurrence_likeness as pairs
    join sized as one on one.recurrence_id = pairs.recurrence_id
    join sized as two on two.recurrence_id = pairs.other_id
    where not exists (
        select 1 from said
        where said.recurrence_id in (pairs.recurrence_id, pairs.other_id)
            and said.other_id in (pairs.recurrence_id, pairs.other_id)
    )
)
select
    paired.recurrence_id,
    paired.other_id,
    row_number() over (
        order by other_sized.pieces * paired.likeness desc, paired.likeness desc, paired.recurrence_id, paired.other_id
    ) as position,
    recurrences.team,
    others.team as other_team,
    recurrences.name,
    others.name as other_name,
    sized.pieces,
    other_sized.pieces as other_pieces,
    sized.hours,
    other_sized.hours as other_hours,
    paired.likeness
from paired
join sized on sized.recurrence_id = paired.recurrence_id
join sized as other_sized on other_sized.recurrence_id = paired.other_id
join recurrences on recurrences.recurrence_id = paired.recurrence_id
join recurrences as others on others.recurrence_id = paired.other_id
