"""Atlassian Document Format: the few nodes that issue texts are made of."""

from __future__ import annotations

from typing import Any

from sample_data.generator.people import Person

Node = dict[str, Any]


def doc(*blocks: Node) -> Node:
    """A whole document."""
    return {"type": "doc", "version": 1, "content": list(blocks)}


def paragraph(*inline: Node) -> Node:
    """A paragraph of inline nodes."""
    return {"type": "paragraph", "content": list(inline)}


def heading(words: str) -> Node:
    """A third-level heading."""
    return {"type": "heading", "attrs": {"level": 3}, "content": [text(words)]}


def text(words: str, mark: str = "") -> Node:
    """A run of text, plain or with one mark (strong, code)."""
    node: Node = {"type": "text", "text": words}
    return node | {"marks": [{"type": mark}]} if mark else node


def mention(person: Person) -> Node:
    """A person mentioned by account id."""
    return {"type": "mention", "attrs": {"id": person.account_id, "text": f"@{person.name}", "accessLevel": ""}}


def emoji(short_name: str, symbol: str) -> Node:
    """An emoji, by short name and as it looks."""
    return {"type": "emoji", "attrs": {"shortName": f":{short_name}:", "id": f"{ord(symbol[0]):x}", "text": symbol}}


def inline_card(url: str) -> Node:
    """A pasted link, as Jira keeps it."""
    return {"type": "inlineCard", "attrs": {"url": url}}


def bullets(*lines: str) -> Node:
    """A bullet list of plain lines."""
    items = [{"type": "listItem", "content": [paragraph(text(line))]} for line in lines]
    return {"type": "bulletList", "content": items}


def code(words: str, language: str = "bash") -> Node:
    """A code block."""
    return {"type": "codeBlock", "attrs": {"language": language}, "content": [text(words)]}
