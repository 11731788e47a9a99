"""The site of a size, and what is new since then, are together the site of the later size, byte for byte."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from sverka.office.annul import Decision, annul, scopes_of
from sverka.office.folder import ElectionFolder
from sverka.office.founding import define
from sverka.office.site_files import site_files
from sverka.office.site_memory import SiteMemory
from sverka.office.withholding import paper_named, withhold
from sverka.publish.manifest import MANIFEST, parse_manifest
from sverka.publish.results import Results
from sverka.record.fact_shape import EnteredBy
from tests.town import DEFINITION, MAYOR, MORNING, add, town

HEAD = "station,row:2,row:3,apple,pear,quince,against\n"
OPEN = "\n[stations]\nopen = true\n"  # counts may name stations that the table does not have
SHARED = """\
id,name,area,registered,machine,counted_at
0001,School 1,north,100,own,
0002,School 2,north,120,elsewhere,0101
0003,Hospital,north,30,own,
0101,School 3,south,200,own,
0102,School 4,south,80,,
"""
KNOWN = ("0001", "0002", "0003", "0101", "0102")


@dataclass
class Night:
    """A town whose record grows, and a site that follows it."""

    folder: ElectionFolder
    memory: SiteMemory = field(default_factory=SiteMemory)
    site: dict[str, bytes] = field(default_factory=dict)

    def whole(self) -> dict[str, bytes]:
        state = self.folder.open()
        return dict(site_files(state, Results(state.election, state.snapshot), languages=["en"]))

    def follow(self, *, accept: bool = True) -> dict[str, bytes]:
        """Make what is new; gives those files."""
        state = self.folder.open()
        results = Results(state.election, state.snapshot)
        made = dict(site_files(state, results, languages=["en"], memory=self.memory))
        if accept:
            self.site = {
                path: each for path, each in (self.site | made).items() if path not in self.memory.gone
            }
            self.memory.accept()
        return made


@pytest.fixture
def night(tmp_path: Path) -> Night:
    return Night(town(tmp_path / "e", definition=DEFINITION + MAYOR + OPEN, stations=SHARED).folder)


def protocol(random: Random, station: str) -> str:
    apple, pear, quince, against = (random.randint(0, 30) for _ in range(4))
    unread = random.random() < 0.1
    return f"{station},{apple + pear + quince + against},0,{'?' if unread else apple},{pear},{quince},{against}\n"


def something_happens(night: Night, random: Random) -> None:
    """Protocols of stations known and unknown, corrections, annulments, a mayor's count, figures of an area."""
    what, station = random.random(), random.choice([*KNOWN, *KNOWN, "9b", "9B", "9a"])
    if what < 0.7:
        account = random.choice(["machine", "hand", "observer"])
        text = HEAD + protocol(random, station)
        add(night.folder, text, account, name=f"{random.random()}.csv", reason="it was looked at again")
    elif what < 0.8:
        text = (
            f"contest,station,aida,bakyt\nmayor-north,{random.choice(KNOWN[:3])},{random.randint(0, 9)},7\n"
        )
        add(night.folder, text, "hand", reason="it was looked at again")
    elif what < 0.9:
        scopes = scopes_of([random.choice(KNOWN)], area="", contest="", selection="", box="")
        decision = Decision(authority="CEC", number=str(random.random()), reason="open")
        annul(night.folder.open(), scopes, decision, received=MORNING)
    else:
        add(
            night.folder,
            f"area,apple,pear\n{random.choice(['north', 'south'])},{random.randint(5, 90)},7\n",
            "observer",
            holder="paper",
            reason="it was looked at again",
        )


@pytest.mark.parametrize("seed", range(6))
def test_what_is_new_on_what_stood_is_the_whole(night: Night, seed: int) -> None:
    random = Random(seed)
    night.follow()
    for _ in range(6):
        for _ in range(random.randint(1, 3)):
            something_happens(night, random)
        night.follow(accept=random.random() < 0.8)  # else it was stopped
    night.follow()

    whole = night.whole()
    assert sorted(night.site) == sorted(whole)
    assert {path for path in whole if whole[path] != night.site[path]} == set()


def test_nothing_is_made_again_where_nothing_is_new(night: Night) -> None:
    add(night.folder, HEAD + "0001,58,0,30,20,5,3\n")
    night.follow()

    assert night.follow() == {}


def test_a_stop_leaves_what_stands_as_it_was(night: Night) -> None:
    night.follow()
    add(night.folder, HEAD + "0001,58,0,30,20,5,3\n")
    stopped = night.follow(accept=False)

    assert night.follow() == stopped


def test_a_station_changes_its_own_files_and_those_it_is_summed_in(night: Night) -> None:
    for station in KNOWN:
        add(night.folder, HEAD + f"{station},58,0,30,20,5,3\n")
    night.follow()
    add(night.folder, HEAD + "0001,58,0,30,20,5,3\n", "hand")
    made = {path for path in night.follow() if path.startswith(("data/", "manifests/"))}

    assert "data/stations/0001.json" in made
    assert made.isdisjoint({f"data/stations/{each}.json" for each in KNOWN[1:]})
    add(night.folder, HEAD + "0002,58,0,30,20,5,3\n", "hand")
    assert "data/areas/south.json" not in night.follow()


def test_a_station_whose_scanner_counts_another_changes_with_it(night: Night) -> None:
    add(night.folder, HEAD + "0101,116,0,60,40,10,6\n")
    add(night.folder, HEAD + "0101,58,0,30,20,5,3\n", "hand")
    night.follow()
    add(night.folder, HEAD + "0002,58,0,30,20,4,4\n", "hand")  # of the north, counted in the south

    assert "data/areas/south.json" in night.follow()
    assert night.site == night.whole()


def test_what_stands_is_known_from_the_folder_alone(night: Night, tmp_path: Path) -> None:
    add(night.folder, HEAD + "0001,58,0,30,20,5,3\n")
    night.follow()
    for path, content in night.site.items():
        (tmp_path / "site" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / path).write_bytes(content)
    night.memory = SiteMemory.of(tmp_path / "site")
    assert night.follow() == {}

    add(night.folder, HEAD + "0101,58,0,30,20,5,3\n", "hand")
    night.follow()
    assert night.site == night.whole()


def test_another_definition_makes_everything_anew(night: Night) -> None:
    add(night.folder, HEAD + "0001,58,0,30,20,5,3\n")
    night.follow()
    (night.folder.path / "stations.csv").write_text(SHARED.replace("0102,", "0103,"), "utf-8")
    define(night.folder, received=lambda _: MORNING, reason="another room")
    night.follow()

    assert night.site == night.whole()
    assert "data/stations/0102.json" not in night.site


def test_a_paper_that_is_withheld_leaves_the_site(night: Night) -> None:
    add(night.folder, HEAD + "0001,58,0,30,20,5,3\n")
    night.follow()
    state = night.folder.open()
    (paper,) = {fact.sha256 for fact in state.snapshot.documents.values()}
    by = EnteredBy(organisation="CEC", role="operator")
    withhold(state, paper_named(state.snapshot, paper), reason="a name on it", by=by, received=MORNING)
    night.follow()

    assert f"evidence/{paper}" not in night.site
    assert night.site == night.whole()


def test_every_file_is_in_one_list_and_every_list_in_the_first(night: Night) -> None:
    add(night.folder, HEAD + "0001,58,0,30,20,5,3\n")
    night.follow()
    listed = parse_manifest(night.site[MANIFEST])
    for path in [path for path in listed if path.startswith("manifests/")]:
        listed |= parse_manifest(night.site[path])

    assert sorted(listed) == sorted(night.site.keys() - {MANIFEST})
    assert all(hashlib.sha256(night.site[path]).hexdigest() == told for path, told in listed.items())
