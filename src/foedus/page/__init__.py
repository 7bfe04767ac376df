"""The page on which an arrangement is played: its files, the server, and one offline file.

The same front end asks the same questions of `foedus.play` either way. The server,
`foedus.page.server.application`, needs the extra ``play``.
"""

from foedus.page.begin import Beginning, beginning
from foedus.page.offline import offline

__all__ = ["Beginning", "beginning", "offline"]
