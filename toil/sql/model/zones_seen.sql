-- A time zone in which somebody seen in the sources lives, as the source writes it.
-- grain: zone
select distinct time_zone as zone
from staged_people
where time_zone is not null and time_zone <> ''
