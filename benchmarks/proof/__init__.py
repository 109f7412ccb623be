"""Verdicts on automations whose true effect is known: how often they are wrong, and what the naive reading claims."""
