"""Many readers at once: what twenty browsers say to the server over their websockets, without the browsers.

Each session opens the app, and then turns pages and chooses in boxes as a seeded dice says. On a machine of two cores
twenty browsers would mostly measure their own drawing; here the server has both, less what reading the answers takes.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

ENOUGH = 2**30  # bytes of one message: as much as may come
ANSWERED_WITHIN = 120.0


@dataclass
class Session:
    """One reader: the pages that the menu offers, the boxes of the page at hand, and how long each act took."""

    socket: websockets.ClientConnection
    dice: random.Random
    pages: list[str] = field(default_factory=list)
    boxes: dict[str, list[str]] = field(default_factory=dict)
    page: str = ""
    waits: list[float] = field(default_factory=list)

    async def act(self) -> None:
        """Turn to another page, or choose something in a box of this one; half of the times each."""
        state = ClientState(page_script_hash=self.page)
        if self.boxes and self.dice.random() < 0.5:
            box = self.dice.choice(sorted(self.boxes))
            state.widget_states.widgets.add(id=box, string_value=self.dice.choice(self.boxes[box]))
        else:
            state.page_script_hash = self.page = self.dice.choice(self.pages)
        self.waits.append(await self.run(state))

    async def run(self, state: ClientState) -> float:
        """Seconds from the request to the end of its run."""
        state.context_info.timezone, state.context_info.locale = "Asia/Tokyo", "en-US"
        began = time.perf_counter()
        await self.socket.send(BackMsg(rerun_script=state).SerializeToString())
        self.boxes = {}
        async with asyncio.timeout(ANSWERED_WITHIN):
            while True:
                message = ForwardMsg.FromString(await self.socket.recv(decode=False))
                self._see(message)
                if message.WhichOneof("type") == "script_finished":
                    return time.perf_counter() - began

    def _see(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self.pages = [page.page_script_hash for page in message.navigation.app_pages if not page.is_hidden]
        elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "selectbox":
            box = message.delta.new_element.selectbox
            if len(box.options) > 1 and "widget.lang" not in box.id:
                self.boxes[box.id] = list(box.options)
        elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
            raise SystemExit(f"a page shows an exception: {message.delta.new_element.exception.message}")


async def opened(url: str, seed: int) -> Session:
    """A session that has drawn the first page."""
    socket = await websockets.connect(
        f"{url.replace('http', 'ws', 1)}/_stcore/stream", subprotocols=[websockets.Subprotocol("streamlit")],
        max_size=ENOUGH, origin=websockets.Origin(url),
    )  # fmt: skip
    session = Session(socket, random.Random(seed))
    await session.run(ClientState())
    return session


async def paced(sessions: Sequence[Session], seconds: float, think: float) -> list[float]:
    """Every session acts, thinks for about so many seconds, and acts again, until the time is over; all waits."""
    ends = time.perf_counter() + seconds

    async def one(session: Session) -> None:
        await asyncio.sleep(session.dice.uniform(0, think))
        while time.perf_counter() < ends:
            await session.act()
            await asyncio.sleep(session.dice.uniform(0.5, 1.5) * think)

    return await _waits(sessions, [one(session) for session in sessions])


async def together(sessions: Sequence[Session], times: int) -> list[float]:
    """Every session acts in the same moment, so many times; all waits."""
    waits: list[float] = []
    for _ in range(times):
        waits += await _waits(sessions, [session.act() for session in sessions])
    return waits


async def _waits(sessions: Sequence[Session], acts: Sequence[object]) -> list[float]:
    before = [len(session.waits) for session in sessions]
    await asyncio.gather(*acts)  # type: ignore[call-overload]
    return [wait for session, seen in zip(sessions, before, strict=True) for wait in session.waits[seen:]]
