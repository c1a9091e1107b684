"""Run a WSGI application behind an ASGI server, in threads, with bodies passed through in pieces.

a2wsgi builds the environ. Its own responder is not used: when a client leaves in the middle of an
answer, it keeps the thread for ever (48 interrupted downloads stopped the whole server). Here the
thread writes straight to the server: it waits while a slow line drains, and fails when it is cut.
A small body is read before a thread is taken, so that a slow form holds none.
"""

import asyncio
import contextvars
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from a2wsgi.wsgi import build_environ

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

SMALL_BODY = 256 * 1024
PIECE = 128 * 1024  # the server holds a dozen pieces for a slow line


class ClientGoneError(ConnectionResetError):
    """The client closed the connection before the end."""


class Bridge:
    """An ASGI application that runs `application` in at most `threads` threads."""

    def __init__(self, application: Application, *, threads: int) -> None:
        self._application = application
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="page")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        body = RequestBody(loop, receive)
        if _is_small(scope):
            await body.read_ahead()
        response = Response(loop, send, body)
        environ = build_environ(scope, body)  # type: ignore[arg-type]  # its own types are stricter
        context = contextvars.copy_context()
        try:
            await loop.run_in_executor(
                self._executor, context.run, _run, self._application, dict(environ), response
            )
        finally:
            response.forget_client()


def _is_small(scope: Scope) -> bool:
    headers: dict[bytes, bytes] = dict(scope["headers"])
    length = headers.get(b"content-length", b"")
    if b"transfer-encoding" in headers:
        return False
    return not length.isdigit() or int(length) <= SMALL_BODY


def _run(application: Application, environ: dict[str, Any], response: "Response") -> None:
    """Call the application and send what it answers, in the thread of the request."""
    pieces: Iterable[bytes] = ()
    try:
        pieces = application(environ, response.start)
        for piece in pieces:
            response.write(piece)
        response.finish()
    except ClientGoneError:
        pass
    finally:
        close = getattr(pieces, "close", None)
        if close is not None:
            close()


class _Crossing:
    """A way from the request's thread to the event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def _wait_for(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()


class RequestBody(_Crossing):
    """What `wsgi.input` reads; a body that was cut gives what arrived, then ClientGoneError."""

    def __init__(self, loop: asyncio.AbstractEventLoop, receive: Receive) -> None:
        super().__init__(loop)
        self._receive = receive
        self._buffer = bytearray()
        self._has_more = True
        self._is_cut = False

    @property
    def is_read(self) -> bool:
        return not self._has_more

    async def wait_for_departure(self) -> None:
        """Return when the client has left; to be called once the body is read."""
        while not self._is_cut:
            await self._take()

    async def _take(self) -> None:
        message = await self._receive()
        self._is_cut = message["type"] == "http.disconnect"
        self._has_more = not self._is_cut and message.get("more_body", False)
        self._buffer += message.get("body", b"")

    async def read_ahead(self) -> None:
        while self._has_more and len(self._buffer) <= SMALL_BODY:
            await self._take()

    def _fill(self, is_enough: Callable[[bytearray], bool]) -> None:
        while self._has_more and not is_enough(self._buffer):
            self._wait_for(self._take())
        if self._is_cut and not self._buffer:
            raise ClientGoneError("the request was cut")

    def _cut_off(self, length: int) -> bytes:
        piece = bytes(self._buffer[:length])
        del self._buffer[:length]
        return piece

    def read(self, size: int = -1) -> bytes:
        self._fill(lambda buffer: 0 <= size <= len(buffer))
        return self._cut_off(len(self._buffer) if size < 0 else size)

    def readline(self, limit: int = -1) -> bytes:
        self._fill(lambda buffer: b"\n" in buffer or 0 <= limit <= len(buffer))
        end = self._buffer.find(b"\n") + 1 or len(self._buffer)
        return self._cut_off(min(end, limit) if limit >= 0 else end)

    def readlines(self, hint: int = -1) -> list[bytes]:
        del hint
        return list(self)

    def __iter__(self) -> Iterator[bytes]:
        while line := self.readline():
            yield line


class Response(_Crossing):
    """The answer on its way out: the start waits for the first piece, as WSGI asks.

    The server takes pieces for a client that has left without a word: its departure is watched.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, send: Send, body: RequestBody) -> None:
        super().__init__(loop)
        self._send = send
        self._body = body
        self._departure: asyncio.Task[None] | None = None
        self._start: Message | None = None
        self._is_started = False

    def start(
        self, status: str, headers: list[tuple[str, str]], exc_info: Any = None
    ) -> Callable[[bytes], None]:
        if exc_info and self._is_started:
            raise exc_info[1].with_traceback(exc_info[2])
        self._start = {
            "type": "http.response.start",
            "status": int(status.split(" ", 1)[0]),
            "headers": [(k.lower().encode("latin1"), v.encode("latin1")) for k, v in headers],
        }
        return self.write

    def write(self, piece: bytes) -> None:
        view = memoryview(piece)
        for start in range(0, len(view), PIECE):
            self._wait_for(self._deliver(bytes(view[start : start + PIECE]), more=True))

    def finish(self) -> None:
        self._wait_for(self._deliver(b"", more=False))

    async def _deliver(self, piece: bytes, *, more: bool) -> None:
        if self._departure is not None and self._departure.done():
            raise ClientGoneError("the client left")
        if more and self._departure is None and self._body.is_read:
            self._departure = self._loop.create_task(self._body.wait_for_departure())
        try:
            if not self._is_started:
                self._is_started = True
                await self._send(self._start or {})
            await self._send({"type": "http.response.body", "body": piece, "more_body": more})
        except (OSError, RuntimeError) as error:
            raise ClientGoneError("the client left") from error

    def forget_client(self) -> None:
        if self._departure is not None:
            self._departure.cancel()
