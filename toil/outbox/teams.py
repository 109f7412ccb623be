"""A workflow of Microsoft Teams that posts a card into a channel, by its trigger's address.

It answers 202 before it posts: what became of the card is in the workflow's run history only.
"""

from __future__ import annotations

from toil.outbox.webhook import Webhook
from toil.sources.base import Secret

WEBHOOK = Secret("TEAMS_WEBHOOK_URL", ("TOIL_TEAMS_WEBHOOK_URL",))
TEAMS = Webhook("Teams", WEBHOOK, {
    "WorkflowTriggerIsNotEnabled": "the workflow is switched off or deleted",
    "WorkflowNotFound": "the workflow does not exist",
    "DirectApiAuthorizationRequired": "the workflow wants a sign-in, or the address lacks its signature; "
                                      "let anyone trigger it and copy the whole address",
})  # fmt: skip
