"""The minutes of a retrospective, to be pasted: Markdown, Slack's text, Confluence's storage format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toil.exports.cells import markdown_safe, one_line, xml_safe

WORD_JOINER = "\u2060"


@dataclass(frozen=True)
class Minutes:
    """A title, and parts with their heading and lines; all of it text that people wrote or the app computed."""

    title: str
    parts: Sequence[tuple[str, Sequence[str]]]

    def markdown(self) -> str:
        """Headings and lists; nothing that people wrote formats anything."""
        lines = [f"# {markdown_safe(self.title)}"]
        for heading, said in self.parts:
            lines += ["", f"## {markdown_safe(heading)}", "", *(f"- {markdown_safe(one)}" for one in said)]
        return "\n".join(lines) + "\n"

    def slack(self) -> str:
        """As one types it into Slack, where `*` makes bold: no line calls a channel, links or formats.

        Slack turns typed text into markup by itself, so its signs are broken by an invisible character.
        """
        lines = [f"*{_typed(self.title)}*"]
        for heading, said in self.parts:
            lines += ["", f"*{_typed(heading)}*", *(f"• {_typed(one)}" for one in said)]
        return "\n".join(lines) + "\n"

    def confluence(self) -> str:
        """XHTML of Confluence's storage format (Atlassian, "Confluence Storage Format"), all text escaped."""
        lines = [f"<h1>{xml_safe(self.title)}</h1>"]
        for heading, said in self.parts:
            items = "".join(f"<li><p>{xml_safe(one)}</p></li>" for one in said)
            lines.append(f"<h2>{xml_safe(heading)}</h2>" + (f"<ul>{items}</ul>" if items else ""))
        return "\n".join(lines) + "\n"


def _typed(text: str) -> str:
    text = one_line(text)
    for sign in "*_~`@<":
        text = text.replace(sign, f"{sign}{WORD_JOINER}")
    return text
