"""Looking names up, in threads of their own: a name server that is silent keeps nobody waiting but who asked it.

Threads of the event loop's own pool would be those by which Discord's name is looked up, too.
"""

import asyncio
import socket
from collections.abc import Sequence
from contextlib import suppress
from threading import Thread

MOST_THREADS = 128  # polls under way, twice: the system goes on asking a silent server after we have given up
MOST_SECONDS = 5.0  # for one name


class Names:
    """Look names up with the system's resolver, at most so many at once and each for at most so many seconds.

    Its threads end with the process: none of them is waited for.
    """

    def __init__(self, *, threads: int = MOST_THREADS, seconds: float = MOST_SECONDS) -> None:
        self._room = asyncio.Semaphore(threads)
        self._seconds = seconds

    async def addresses(self, host: str, port: int) -> Sequence[str]:
        """Give the addresses of a name, as text. Raises OSError where it has none, or where nobody says so in time."""
        await self._room.acquire()
        answer: asyncio.Future[Sequence[str]] = asyncio.get_running_loop().create_future()
        try:
            Thread(target=self._look, args=(host, port, answer), name="name", daemon=True).start()
        except RuntimeError:  # the system gives no more threads
            self._room.release()
            raise socket.gaierror(socket.EAI_MEMORY, "no thread") from None
        try:
            async with asyncio.timeout(self._seconds):
                return await answer
        except TimeoutError:
            raise socket.gaierror(socket.EAI_AGAIN, "no answer in time") from None

    def _look(self, host: str, port: int, answer: asyncio.Future[Sequence[str]]) -> None:
        found: Sequence[str] | Exception
        try:
            found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except Exception as error:  # noqa: BLE001 - it is raised where the name was asked for
            found = error
        with suppress(RuntimeError):  # the loop may have ended meanwhile
            answer.get_loop().call_soon_threadsafe(self._tell, answer, found)

    def _tell(self, answer: asyncio.Future[Sequence[str]], found: Sequence[str] | Exception) -> None:
        self._room.release()
        if answer.done():  # given up
            return
        if isinstance(found, Exception):
            answer.set_exception(found)
        else:
            answer.set_result(found)
