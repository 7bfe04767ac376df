"""The page on which an arrangement is played: its files, the server, and one offline file.

The same front end asks the same questions of `foedus.play` either way. The server,
`foedus.page.server.application`, needs the extra ``play``.
"""

from typing import TYPE_CHECKING

from foedus.faces import lazily
from foedus.page.begin import Beginning, beginning
from foedus.page.offline import offline

if TYPE_CHECKING:
    from foedus.page.server import application
else:
    __getattr__ = lazily(
        __name__,
        {
            "server": ("application",),
        },
    )

__all__ = [
    "Beginning",
    "application",
    "beginning",
    "offline",
]
