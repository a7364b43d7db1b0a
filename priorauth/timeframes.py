"""When a decision is due."""

import datetime as dt
from collections.abc import Mapping

from priorauth.case import Priority

_LIMITS: Mapping[Priority, dt.timedelta] = {
    Priority.STANDARD: dt.timedelta(hours=168),
    Priority.EXPEDITED: dt.timedelta(hours=72),
}


def due_at(received_at: dt.datetime, priority: Priority) -> dt.datetime:
    """The latest time of the decision, counted from the service's own receipt stamp.

    Standard: seven calendar days, read as 168 hours (42 CFR 422.568(b)(1)(ii)); expedited: 72 hours
    (42 CFR 422.572(a)(1)); both as CMS-0057-F set them for requests from 1 January 2026. A request for information
    does not stop this clock.
    """
    return received_at + _LIMITS[priority]
