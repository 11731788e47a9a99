"""Where the pages of the history lie, and what it is to the programs that read it.

::

    ky/history.html                       all publications, what came in between them
    ky/history/CONTEST.html               one contest: its shares, publication by publication
    ky/history/CONTEST/AREA.html          the same of a region or district
    ky/history/~p/1.html                  the first fifty publications, where there are many; ~p stands in no file name
    ky/history/CONTEST/~p/1.html
    ky/why.html                           what moved the figures since the last publication
    data/history/CONTEST.json             the figures of every publication
"""

from __future__ import annotations

from sverka.publish.site.addresses import Addresses
from sverka.publish.site.kept import AT

OVERVIEW, WHY = "history.html", "why.html"
EARLIER = "~p"


def contest_history(addresses: Addresses, contest: str) -> str:
    """The page of one contest."""
    return f"history/{_name(addresses.contests[contest])}.html"


def area_history(addresses: Addresses, contest: str, area: str) -> str:
    """The page of one contest in one area."""
    return f"history/{_name(addresses.contests[contest])}/{_name(addresses.areas[area])}.html"


def earlier(page: str, part: int) -> str:
    """The page with the n-th fifty publications, beside a page that no longer has room for them.

    >>> earlier("history.html", 1), earlier("history/parties.html", 2)
    ('history/~p/1.html', 'history/parties/~p/2.html')
    """
    return f"{page.removesuffix('.html')}/{EARLIER}/{part}.html"


def history_data(addresses: Addresses, contest: str) -> str:
    """The file with the figures of every publication, from the folder of the site."""
    return f"data/history/{_name(addresses.contests[contest])}.json"


def kept_overview(language: str, size: int) -> str:
    """The overview of a publication as it was, from the folder of the site."""
    return f"{AT}/{size}/{language}/index.html"


def _name(page: str) -> str:
    """The file name of a page, without its folder."""
    return page.rpartition("/")[2].removesuffix(".html")
