"""Slack's incoming webhook: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks."""

from __future__ import annotations

from toil.outbox.webhook import Webhook
from toil.sources.base import Secret

WEBHOOK = Secret("SLACK_WEBHOOK_URL", ("TOIL_SLACK_WEBHOOK_URL",))
SLACK = Webhook("Slack", WEBHOOK, {
    "invalid_payload": "the message is not well formed", "no_service": "the webhook was switched off or does not exist",
    "channel_not_found": "the channel is gone", "channel_is_archived": "the channel is archived",
    "action_prohibited": "an administrator forbids it", "posting_to_general_channel_denied": "it may not post there",
})  # fmt: skip
