"""The operator's page: what is asked of it at any moment, on this machine alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from sverka.office.night.board import Board
from sverka.office.night.doors import Intakes
from sverka.office.night.night import Night, Plan
from sverka.office.night.operator_server import serving
from sverka.office.night.operator_view import Gathering, Rates
from sverka.office.night.taking_in import Settings, TakingIn
from sverka.publish.site.build import LANGUAGES
from tests.office.night.nights import Evening


@dataclass
class Client:
    """Asks for pages, under any name of the host."""

    port: int

    def get(self, path: str, host: str = "") -> tuple[HTTPResponse, str]:
        """The answer, and its text."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", path, headers={"Host": host} if host else {})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer, text


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    """The page of a night that has not begun."""
    here = Evening(tmp_path)
    doors = [Intakes(TakingIn(Settings(port=None)))]
    night = Night(Plan(folder=here.folder, out=here.out, gate=here.gate), Board(), doors)
    with serving(Gathering(night, here.folder.open().election), 0, "ky") as address:
        yield Client(urlsplit(address).port or 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_there_in_each_language_before_the_night_begins(client: Client, language: str) -> None:
    answer, text = client.get(f"/{language}")
    still, _ = client.get(f"/{language}?still")

    assert answer.status == 200
    assert f'<html lang="{language}">' in text
    assert answer.headers["refresh"] == "10"
    assert still.headers["refresh"] is None


def test_the_door_leads_to_the_language_of_the_command(client: Client) -> None:
    assert client.get("/")[0].headers["location"] == "/ky"


def test_programs_get_the_same_as_json(client: Client) -> None:
    state = json.loads(client.get("/state.json")[1])

    assert state["size"] == 1
    assert (state["stopped"], state["publications"], state["waiting"]) == (None, [], 0)
    assert state["disks"][0]["free"] > 0


def test_a_page_of_another_host_name_that_leads_here_reads_nothing(client: Client) -> None:
    for path in ("/en", "/state.json"):
        assert client.get(path, host="evil.example:8401")[0].status == 404


def test_what_came_within_a_minute_is_told_by_sender() -> None:
    rates = Rates()
    for second, total in ((0.0, 0), (30.0, 10), (61.0, 50), (119.0, 80)):
        rates.look({"north": total}, second)

    assert rates.last_minute("north") == 70
    assert rates.last_minute("south") == 0
