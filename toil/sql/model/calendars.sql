-- A calendar: one zone with the public holidays of one country and one kind of working day.
-- grain: calendar_id
-- not null: zone, country, opens, closes, working_days, working_hours
-- calendar_id is `zone|country`, and where the hours are not those of [calendar] `|opens-closes|days|hours` besides.
-- working_days: mon … sun, one space between; empty: those of the country.
select distinct calendar_id, zone, country, opens, closes, working_days, working_hours
from working_times
