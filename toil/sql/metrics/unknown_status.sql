-- A status in use that is none of our four.
-- grain: source, site, status_key
select source, site, status_key, name, item_count
from status_names
where status is null
