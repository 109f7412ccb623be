"""Makes the sample data: a small world is played through, then written down as the two services would return it.

The order is: kinds of work → demand (what came up, when) → paging and schedule (who did what, when) →
payloads, dirt, truth. Everything is drawn from seeds, so that the same call writes the same bytes.
"""
