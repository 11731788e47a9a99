"""The lies of an operator, who has the key and signs them; the witnesses, who know nothing of votes, co-sign.

Whatever can be made to fit fits: hashes in the publication, the list of files, the chains of facts, every tile.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sverka.record.facts import hash_of
from tests.verify.forge import Document, Forger, canonical, changed, found
from tests.verify.forgeries import RESULTS, Forgery
from tests.verify.honest import WITNESSES, Honest, hand_counts

Edit = Callable[[Document], None]
COUNCIL = "council"
MANIFEST, NORTH = "files.sha256", "data/areas/north.json"


def published(edit: Edit, path: str = RESULTS) -> Callable[[Forger, Honest], None]:
    """Other figures, published as if they were computed: every hash of them is right."""

    def forge(forger: Forger, honest: Honest) -> None:
        document = json.loads(forger.read(path))
        edit(document)
        publish_false_file(forger, honest, path, canonical(document))

    return forge


def publish_false_file(forger: Forger, honest: Honest, path: str, content: bytes) -> None:
    """Put a file on the site, and its hash wherever a hash of it stands."""
    forger.replace(MANIFEST, hash_of(forger.read(path)).encode(), hash_of(content).encode())
    forger.put(path, content)
    figures, files = (hash_of(forger.read(each)) for each in (RESULTS, MANIFEST))
    _announce(forger, honest, figures=figures, files=files)


def _announce(forger: Forger, honest: Honest, **fields: object) -> None:
    """The last publication says something else."""
    entries = forger.entries
    last = found(entries, lambda fact: fact["kind"] == "publication")
    forger.rewrite(changed(entries, last, **fields), honest.signer, WITNESSES)


def appended(*facts: bytes) -> Callable[[Forger, Honest], None]:
    """More facts behind the last, signed and co-signed."""
    return lambda forger, honest: forger.rewrite([*forger.entries, *facts], honest.signer, WITNESSES)


# --- figures -----------------------------------------------------------------------------------------------------


def one_vote(results: Document) -> None:
    """One vote from one list to another, by hand and in law."""
    for source in ("hand", "legal"):
        votes = results["contests"][COUNCIL]["totals"][source][""]
        for list_, change in (("apple", -1), ("pear", 1)):
            votes["selections"][list_] += change
            votes["shares"][list_]["votes"] += change


def station_left_out(results: Document) -> None:
    """The hand count of station 0100 is in no sum, and is said to be missing."""
    apple, pear, quince, against = hand_counts(100)
    votes = {"apple": apple, "pear": pear, "quince": quince, "against": against}
    invalid = 100 % 3
    total = results["contests"][COUNCIL]["totals"]["hand"][""]
    for list_, lost in votes.items():
        total["selections"][list_] -= lost
        total["shares"][list_]["votes"] -= lost
        total["shares"][list_]["of"] -= sum(votes.values())
    for row, lost in {"1": 400, "2": sum(votes.values()) + invalid, "3": invalid}.items():
        total["rows"][row] -= lost
    total["bases"]["valid"] -= sum(votes.values())
    total["bases"]["on-list"] -= 400
    total["stations"]["in"] -= 1
    total["stations"]["missing"] += 1


def another_rule(results: Document) -> None:
    """The last seat goes to another list, as another rule would have it."""
    for allocated in results["contests"][COUNCIL]["seats"].values():
        allocated["seats"] = {"apple": 2, "pear": 2, "quince": 1}


def another_base(results: Document) -> None:
    """Shares of the voters on the list, said to be of the valid ballots."""
    for totals in results["contests"][COUNCIL]["totals"].values():
        for total in totals.values():
            for share in total["shares"].values():
                share["of"] = total["bases"]["on-list"]


def no_difference(results: Document) -> None:
    """Fewer stations differ than do."""
    comparison = results["contests"][COUNCIL]["comparison"]
    comparison["different"] -= 1
    comparison["identical"] += 1


def not_annulled(results: Document) -> None:
    """The annulled station is not told."""
    for total in results["contests"][COUNCIL]["totals"]["machine"].values():
        total["stations"]["annulled"] = 0


def difference_hidden(forger: Forger, honest: Honest) -> None:
    """One station is not on the list of those that differ."""
    path = f"data/differences/{COUNCIL}/0000.csv"
    header, _, *lines = forger.read(path).splitlines(keepends=True)
    publish_false_file(forger, honest, path, b"".join([header, *lines]))


def count_hidden(forger: Forger, honest: Honest) -> None:
    """A count of the record is not in the published table."""
    path = f"data/counts/{COUNCIL}/0000.csv"
    lines = forger.read(path).splitlines(keepends=True)
    publish_false_file(forger, honest, path, b"".join(lines[:-1]))


def quarter_changed(forger: Forger, honest: Honest) -> None:
    """One vote from one list to another in a quarter, and every hash of its file is right."""
    quarter = json.loads(forger.read(NORTH))
    votes = quarter["contests"][COUNCIL]["totals"]["hand"]["selections"]
    votes["apple"], votes["pear"] = votes["apple"] - 1, votes["pear"] + 1
    results, content = json.loads(forger.read(RESULTS)), canonical(quarter)
    results["areas"]["north"] = hash_of(content)
    publish_false_file(forger, honest, NORTH, content)
    publish_false_file(forger, honest, RESULTS, canonical(results))


def station_changed(forger: Forger, honest: Honest) -> None:
    """The file of one station has another figure, and the list of its files says so."""
    path, listed = "data/stations/0100.json", "manifests/stations-0000.sha256"
    station = json.loads(forger.read(path))
    station["contests"][COUNCIL]["counts"]["hand"]["selections"]["apple"] += 1
    before, content = hash_of(forger.read(path)), canonical(station)
    forger.put(path, content)
    list_ = forger.read(listed).replace(before.encode(), hash_of(content).encode())
    publish_false_file(forger, honest, listed, list_)


def notice_of_nothing(forger: Forger, honest: Honest) -> None:
    """A page says something of a stop that never was, where a reader takes it for a notice."""
    notice = b"<!--notice:7--><p>Stopped: the other side cheated.</p><!--/notice-->\n"
    forger.replace("en/index.html", b"</main>", notice + b"</main>")


def older_root(forger: Forger, honest: Honest) -> None:
    """The publication names the size that it was made from, and the root of the first night."""
    entries = forger.entries
    first = next(json.loads(each) for each in entries if json.loads(each)["kind"] == "publication")
    _announce(forger, honest, root=first["root"])


def older_size(forger: Forger, honest: Honest) -> None:
    """The publication says that it was made from the record of the first night, when the figures were others."""
    first = next(json.loads(each) for each in forger.entries if json.loads(each)["kind"] == "publication")
    _announce(forger, honest, root=first["root"], record_size=first["record_size"])


def station_not_listed(forger: Forger, honest: Honest) -> None:
    """A station that was annulled is not on the list of those that stand otherwise than before."""
    whole = (forger.where / "evidence" / last_publication(forger)["stations_list"]).read_bytes()
    lines = [line for line in whole.splitlines(keepends=True) if b",0149," not in line]
    shorter = b"".join(lines)
    forger.put(f"evidence/{hash_of(shorter)}", shorter)
    _announce(forger, honest, stations_list=hash_of(shorter))


def fewer_missing(forger: Forger, honest: Honest) -> None:
    """The publication says that one station more is in than is."""
    stations = last_publication(forger)["stations"]
    _announce(forger, honest, stations=stations | {"in": stations["in"] + 1, "annulled": 0})


def last_publication(forger: Forger) -> Document:
    """What the record says last of what is published."""
    entries = forger.entries
    document: Document = json.loads(entries[found(entries, lambda fact: fact["kind"] == "publication")])
    return document


# --- facts -------------------------------------------------------------------------------------------------------


def _count(**fields: object) -> bytes:
    """A hand count of station 0149, which has none."""
    count: dict[str, Any] = {
        "account": "hand",
        "contest": COUNCIL,
        "kind": "count",
        "received": "2026-05-19T09:00:00+06:00",
        "rows": {"1": 449, "2": 60, "3": 0},
        "schema": 1,
        "selections": {"apple": 30, "pear": 20, "quince": 7, "against": 3},
        "station": "0149",
    }
    return canonical(count | fields)


UNEXPECTED = _count()
"""A count that nothing is wrong with, but that the operator has not recorded."""

TWICE = _count().replace(b'"apple":30', b'"apple":30,"apple":31')
"""One figure twice: what it says depends on who reads it."""

WITH_A_KEY = {
    "one vote changed": Forgery(
        published(one_vote), ("hand.(whole).selections.pear: published 3686, computed 3685",)
    ),
    "a station left out": Forgery(
        published(station_left_out), ("hand.(whole).stations.in: published 147, computed 148",)
    ),
    "seats by another rule": Forgery(
        published(another_rule), ("seats.hand.seats.apple: published 2, computed 3",)
    ),
    "shares of another base": Forgery(
        published(another_base), ("shares.apple.of: published 55278, computed 10905",)
    ),
    "a difference not counted": Forgery(
        published(no_difference), ("comparison.different: published 29, computed 30",)
    ),
    "an annulment not told": Forgery(
        published(not_annulled), ("stations.annulled: published 0, computed 1",)
    ),
    "a count hidden": Forgery(count_hidden, ("is left out and follows from the record",)),
    "a quarter changed": Forgery(
        quarter_changed, ("data/areas/north.json.contests.council.totals.hand.selections.pear: published",)
    ),
    "a station's file changed": Forgery(station_changed, ("data/stations/0100.json.contests",)),
    "a notice of nothing": Forgery(notice_of_nothing, ("its notice is of no stop",)),
    "a difference hidden": Forgery(difference_hidden, ("0000\\trow:2\\t57\\t58",)),
    "publication over an older root": Forgery(older_root, ("its root is not that of the first 305 entries",)),
    "publication over an older size": Forgery(older_size, ("publication: none of 305 entries",)),
    "a station not on the list": Forgery(station_not_listed, ("stations_list",)),
    "fewer stations missing": Forgery(fewer_missing, ("publication: stations",)),
    "unknown kind of fact": Forgery(
        appended(canonical({"kind": "blessing", "received": "2026-05-19T09:00:00Z", "schema": 1})),
        ("blessing",),
    ),
    "unknown schema": Forgery(appended(_count(schema=2)), ("schema 2",)),
    "fact in another form": Forgery(appended(_count().replace(b",", b", ", 1)), ("canonical",)),
    "a figure twice": Forgery(appended(TWICE), ("canonical",)),
    "a figure below zero": Forgery(
        appended(_count(selections={"apple": -1})), ("value that it cannot have",)
    ),
    "an unknown field": Forgery(appended(_count(person="somebody")), ("'person' does not belong there",)),
    "supersedes nothing": Forgery(
        appended(_count(supersedes="ab" * 32, reason="a second look")), ("it supersedes 'abab",)
    ),
    "a silent correction": Forgery(appended(_count(station="0000")), ("it supersedes '', not",)),
}
