"""Hour classes: which hours of a person's day are business, off and sleep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toil.settings_time import WEEKDAYS, HourSettings

if TYPE_CHECKING:
    import pandas as pd

HOUR_CLASSES = ("business", "off", "sleep")
MINUTES_A_DAY = 24 * 60
_DEFAULT = HourSettings()


def hour_class(minute: int, weekday: int, is_day_off: bool, hours: HourSettings = _DEFAULT) -> str:
    """The class of a minute (0 to 1439) of a person's clock: business, off or sleep; `weekday` is ISO (1 is Monday).

    By default sleep is 22–8 on every day, business 8–18 from Monday to Friday, off is the rest: PagerDuty's hours
    (https://support.pagerduty.com/main/docs/insights). PagerDuty leaves open what wins where they overlap
    and knows no holidays; here sleep wins over off, off over business, and a day off (`is_day_off`: a public holiday,
    or a whole day of leave) has no business hours.
    """
    begins, ends = _minute(hours.sleep_from), _minute(hours.sleep_to)
    is_sleep = begins <= minute < ends if begins <= ends else (minute >= begins or minute < ends)
    if is_sleep:
        return "sleep"
    if is_day_off or WEEKDAYS[weekday - 1] not in hours.business_days:
        return "off"
    return "business" if _minute(hours.business_from) <= minute < _minute(hours.business_to) else "off"


def hour_classes(hours: HourSettings = _DEFAULT) -> pd.DataFrame:
    """`hour_class` as a table to join: weekday (ISO), is_day_off, from_minute, to_minute (exclusive), hour_class.

    The rows of a weekday follow each other without gap from minute 0 to 1440 of the local clock.
    """
    import pandas as pd

    edges = {0, *(_minute(getattr(hours, name)) for name in ("sleep_from", "sleep_to", "business_from", "business_to"))}
    starts = sorted(edges)
    return pd.DataFrame(
        [
            (weekday, is_day_off, start, end, hour_class(start, weekday, is_day_off, hours))
            for weekday in range(1, 8)
            for is_day_off in (False, True)
            for start, end in zip(starts, [*starts[1:], MINUTES_A_DAY], strict=True)
        ],
        columns=["weekday", "is_day_off", "from_minute", "to_minute", "hour_class"],
    )


def _minute(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)
