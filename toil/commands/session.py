"""What every command shares: the common options, where data and messages go, and the settings."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

    from toil.settings import Settings

_PIPE_WIDTH = 200  # a table in a pipe or file is not cut to eighty columns


@dataclass
class Session:
    """One call of the command: data goes to stdout, messages to stderr, `--json` makes the data one document.

    `log_json` makes each message a JSON line, for a log that machines read.
    """

    json: bool = False
    no_input: bool = False
    verbose: bool = False
    config: Path | None = None
    log_json: bool = False
    has_emitted: bool = field(default=False, init=False)

    @cached_property
    def settings(self) -> Settings:
        """The settings of `--config`, TOIL_CONFIG or ./toil.toml; raises SettingsError."""
        from toil.settings import load_settings

        return load_settings(self.config)

    @cached_property
    def out(self) -> Console:
        """Where tables go: stdout."""
        from rich.console import Console

        return Console(highlight=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH)

    @cached_property
    def messages(self) -> Console:
        """Where progress and messages go: stderr."""
        from rich.console import Console

        return Console(stderr=True, highlight=False, markup=False, soft_wrap=True)

    def use(self, settings: Settings) -> None:
        """Go on with these settings instead of those of a file."""
        self.__dict__["settings"] = settings

    @property
    def may_ask(self) -> bool:
        """Whether there is somebody to ask."""
        return not (self.no_input or self.json) and sys.stdin.isatty() and sys.stderr.isatty()

    def say(self, text: str, **fields: Any) -> None:
        """Tell a person something that is not data; `fields` say it to a machine where messages are JSON lines."""
        from toil.exports.cells import json_ready, readable

        if self.log_json:
            line = {"at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", "level": "info", "message": text, **fields}
            sys.stderr.write(json.dumps(json_ready(line), ensure_ascii=False, allow_nan=False) + "\n")
            return
        self.messages.print(readable(text))

    def line(self, text: str) -> None:
        """Write one line of data, tabs and all, but nothing that steers a terminal."""
        from toil.exports.cells import readable

        self.has_emitted = True
        sys.stdout.write(readable(text) + "\n")

    def emit(self, document: Mapping[str, Any]) -> None:
        """Write the one JSON document of this call."""
        from toil.exports.cells import json_ready

        self.has_emitted = True
        sys.stdout.write(json.dumps(json_ready(document), ensure_ascii=False, indent=2, allow_nan=False) + "\n")

    def write(self, data: str | bytes, output: Path | None) -> None:
        """Write data to a file, replacing it in one step, or to stdout; raises ToilError where that cannot be."""
        content = data.encode("utf-8", "replace") if isinstance(data, str) else data
        if output is None:
            self.has_emitted = True
            sys.stdout.flush()
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
            return
        _replace_file(output, content)
        self.say(f"written: {output}")


def _replace_file(output: Path, content: bytes) -> None:
    from toil.errors import ToilError

    aside = output.with_name(f".{output.name}.part")
    try:
        aside.write_bytes(content)
        aside.replace(output)
    except OSError as error:
        aside.unlink(missing_ok=True) if output.parent.is_dir() else None
        raise ToilError(f"the file cannot be written: {error.strerror}", where=str(output),
                        do="name a file in a folder that you may write to") from None  # fmt: skip
