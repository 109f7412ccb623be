-- The days that calendars must cover: from the first item (20 years back at most) to the end of the week of the last news.
-- grain: (one row)
-- not null: first_day, last_day
select
    cast(greatest(
        coalesce(min(staged_items.created_at), any_value(build_info.as_of)) - interval 45 day,
        any_value(build_info.as_of) - interval 20 year
    ) as date) as first_day,
    cast(any_value(build_info.as_of) + interval 8 day as date) as last_day
from build_info
left join staged_items on staged_items.created_at <= build_info.as_of
