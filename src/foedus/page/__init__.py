"""The page on which an arrangement is played: its files, the server, and one offline file.

The same front end asks the same questions of `foedus.play` either way. The server,
`application`, needs the extra ``play``; so does `review_application`, on whose page statements are
reviewed.
"""

from typing import TYPE_CHECKING

from foedus.faces import lazily
from foedus.page.begin import Beginning, beginning
from foedus.page.offline import offline

if TYPE_CHECKING:
    from foedus.page.desk import Desk
    from foedus.page.reviewing import review_application
    from foedus.page.server import application
else:
    __getattr__ = lazily(
        __name__,
        {
            "desk": ("Desk",),
            "reviewing": ("review_application",),
            "server": ("application",),
        },
    )

__all__ = [
    "Beginning",
    "Desk",
    "application",
    "beginning",
    "offline",
    "review_application",
]
