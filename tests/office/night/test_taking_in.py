"""The intake as a whole: both ways in, started, stopped, and told."""

from __future__ import annotations

import http.client
import json
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

from sverka.office.night.senders import SenderEntry, add_sender, senders_file
from sverka.office.night.taking_in import Settings, TakingIn
from tests.office.night.handed import VOTES, running_writer
from tests.town import HAND, town


def post(address: str, token: str, said: object) -> int:
    with closing(http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)) as connection:
        connection.request("POST", "/counts", json.dumps(said), {"Authorization": f"Bearer {token}"})
        with connection.getresponse() as answer:
            return answer.status


def test_it_takes_counts_in_on_both_ways_and_says_what_came(tmp_path: Path) -> None:
    state = town(tmp_path / "town")
    folder, file = state.folder, senders_file(state.folder.origin)
    entry = SenderEntry(token="", organisation="Commission 7", accounts=("machine",), stations="all")
    token = add_sender(file, "north", entry, state.election)
    (folder.path / "night.toml").write_text('[[inbox]]\npattern = "*.csv"\naccount = "hand"\n')
    (folder.path / "inbox").mkdir()
    (folder.path / "inbox" / "hand.csv").write_text(HAND)
    (folder.path / "inbox" / "garbage.csv").write_text("garbage")
    taking_in = TakingIn(Settings(port=0, settled=0.05, look_every=0.05))
    interval = sys.getswitchinterval()
    with running_writer(folder) as writer:
        taking_in.start(writer, folder)
        count = {"contest": "council", "station": "0001", "selections": VOTES}
        statuses = [
            post(taking_in.address, token, each)
            for each in (count, count, {**count, "selections": {"apple": 1}})
        ]
        taking_in.settle()
        told = taking_in.state()
        taking_in.stop()
        taking_in.stop()

    assert statuses == [201, 200, 409]
    assert (told.recorded, told.known, told.refused) == (6, 1, 0)
    assert (told.files_taken, told.files_refused, told.files_waiting, told.waiting) == (1, 1, 0, 0)
    assert [(each.name, each.recorded, each.conflicts) for each in told.senders] == [("north", 1, 1)]
    assert [each.subject.unit for each in told.conflicts] == ["0001"]
    assert list(told.refused_files) == ["garbage.csv"]
    assert sys.getswitchinterval() == interval
    assert folder.store.size == 1 + 1 + 1 + 5
