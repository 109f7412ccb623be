"""Masking: what varies from one title to the next (hosts, dates, numbers, people) becomes a placeholder.

What is masked follows the practice of log parsers (Drain, He et al. 2017): known shapes first, then any word
with a digit. A title in which no word survives keeps its own text, because a hashed name is an identity.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

LONGEST_TITLE = 300
"""Characters of a title that are read; what follows is hardly ever part of the subject."""

PLACEHOLDER = "…"

# Names of technologies that hold a digit: they are identities, not numbers.
_WITH_DIGITS = """
s3 ec2 k8s k3s i18n l10n a11y route53 x509 oauth2 http2 http3 ipv4 ipv6 log4j log4j2 utf8 base64 sha1 sha256 md5
neo4j web3 db2 h2 p4 o365 m365 office365 win32 x86 x64 arm64 amd64 b2b b2c s3fs 3rd 2fa
"""
NAMES_WITH_DIGITS = frozenset(_WITH_DIGITS.split())

_SHAPES = {
    "url": r"\b[a-z][a-z0-9+.-]{1,15}://[^\s<>「」『』\"'）)]+|\bwww\.[^\s<>\"'）)]+",
    "email": r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+",
    "uuid": r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b",
    "mac": r"\b[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}\b",
    "ip": r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2}|:\d{1,5})?(?![\d.])"
    r"|(?<![0-9a-z:])(?:[0-9a-f]{1,4}:){3,7}:?[0-9a-f]{0,4}(?![0-9a-z:])",
    "date": r"(?:\d{2,4}年)?\d{1,2}月(?:\d{1,2}日|分|度)?|\d{2,4}年度?|\d{1,2}日(?!次)"
    r"|(?<!\d)\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?(?!\d)(?:[t ]\d{1,2}:\d{2}(?::\d{2})?z?)?"
    r"|(?<![\d/])\d{1,2}/\d{1,2}(?:/\d{2,4})?(?![\d/])|\b\d{4}-?w\d{1,2}\b|\b(?:q[1-4]|h[12])\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]{0,6}\.? \d{1,4}(?:st|nd|rd|th)?\b(?:,? \d{4})?",
    "time": r"(?<![\d:])\d{1,2}:\d{2}(?::\d{2})?(?![\d:])(?: ?[ap]m\b)?|\d{1,2}時(?:\d{1,2}分|半|頃)?",
    "path": r"(?<![\w/])~?(?:/[\w.@%+-]+){2,}/?|\b[a-z]:\\[\w\\.-]+",
    "quoted": r"\"[^\"]{1,120}\"|“[^”]{1,120}”|`[^`]{1,120}`|(?<!\w)'[^']{1,120}'(?!\w)"
    r"|「[^」]{1,120}」|『[^』]{1,120}』",
    "person": r"(?<![一-鿿々])[一-鿿々]{1,4}(?:さん|氏|殿|(?<![仕同模多有異一])様)(?![一-鿿])"
    r"|[ァ-ヶー・]{2,12}(?:さん|様|氏)(?![一-鿿])|\([^()]{1,40}\)",
    "host": r"\b(?=[a-z0-9.-]*[a-z])(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}"
    r"(?:[a-z]{2,12})\b(?::\d{1,5})?",
    "ticket": r"\b[a-z][a-z0-9_]{1,14}-\d{1,9}\b|#\d+",
    "hex": r"\b0x[0-9a-f]+\b|\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,64}\b",
    "word": r"[a-z0-9_][a-z0-9_.%:+-]*",
}
_PATTERN = re.compile("|".join(f"(?P<{name}>{shape})" for name, shape in _SHAPES.items()), re.IGNORECASE)
_SIGN = re.compile(r"[\d@:/.\\\"“`'「『(#]|さん|[様氏殿]|-[a-f]{4}-", re.IGNORECASE)
"""What every variable holds one of; a title without any is not searched for shapes, which takes long."""
_DIGIT = re.compile(r"\d")
_SPACE = re.compile(r"\s+")
_LAST_LABELS = """
com net org io dev jp de uk eu fr us cn kr in co info biz app cloud ai tech local localdomain internal intra lan
corp home arpa test example prod production stg staging svc cluster
"""
_DOMAINS = frozenset(_LAST_LABELS.split())


def normal(title: str | None) -> str:
    """A title in NFKC with single spaces, case kept, cut to `LONGEST_TITLE`; empty for what is no text."""
    if not isinstance(title, str):
        return ""
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", title[: 2 * LONGEST_TITLE])).strip()[:LONGEST_TITLE]


def variables(title: str) -> Iterator[tuple[int, int]]:
    """Where, in a normal title, something variable stands: pairs of start and end."""
    for match in _PATTERN.finditer(title) if _SIGN.search(title) else ():
        if _is_variable(str(match.lastgroup), match[0]):
            yield match.start(), match.end()


def masked(title: str) -> str:
    """A title (as `normal` returns it) in lower case with each variable replaced by one placeholder."""
    return (_PATTERN.sub(_replacement, title) if _SIGN.search(title) else title).lower()


def _replacement(match: re.Match[str]) -> str:
    text = match[0]
    if text.isalpha() and match.lastgroup == "word":
        return text
    return f" {PLACEHOLDER} " if _is_variable(str(match.lastgroup), text) else text


def _is_variable(shape: str, text: str) -> bool:
    if shape == "word":
        return _DIGIT.search(text) is not None and text.lower().strip(".:+-%_") not in NAMES_WITH_DIGITS
    if shape == "host":
        last = text.lower().split(":")[0].rsplit(".", 1)[-1]
        return last in _DOMAINS or any(c.isdigit() for c in text)
    return True
