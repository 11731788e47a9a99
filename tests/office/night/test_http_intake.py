"""The intake over HTTP: each is answered as docs/intake.md says, and none can wear it down."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from sverka.errors import Fault
from sverka.office.folder import ElectionFolder
from sverka.office.night import http_intake, http_server
from sverka.office.night.http_intake import MOST_BYTES, WRONG_TOKENS, HttpIntake
from sverka.office.night.http_server import server_of, serving
from sverka.office.night.intake import Intake
from sverka.office.night.kept_back import night_folder
from sverka.office.night.senders import CurrentSenders, SenderEntry, add_sender, senders_file
from sverka.office.witness_server import listen
from sverka.record.facts import CountFact, parse_fact
from sverka.tlog.proof import check_proof, parse_proof
from tests.office.night.handed import VOTES, intake_of
from tests.town import town

LOOPBACK = "127.0.0.1"


@dataclass
class Running:
    """An intake that answers on loopback, and the tokens of two senders."""

    folder: ElectionFolder
    intake: Intake
    port: int
    north: str
    everywhere: str

    def ask(
        self, method: str, path: str, said: Any = None, *, token: str | None = None, body: bytes | None = None
    ) -> tuple[int, Any]:
        """Status and answer; JSON where it is JSON."""
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=20)
        headers = {"Authorization": f"Bearer {self.north if token is None else token}"}
        connection.request(
            method, path, json.dumps(said).encode() if body is None and said is not None else body, headers
        )
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        is_json = answer.headers["content-type"] == "application/json"
        return answer.status, json.loads(content) if is_json else content

    def post(self, *counts: dict[str, Any], token: str | None = None) -> tuple[int, Any]:
        """The answer to one count, or to a list."""
        return self.ask("POST", "/counts", counts[0] if len(counts) == 1 else list(counts), token=token)

    def head(self, *more: str) -> bytes:
        """The head of a request that hands something in."""
        lines = ["POST /counts HTTP/1.1", "Host: x", f"Authorization: Bearer {self.north}", *more, "", ""]
        return "\r\n".join(lines).encode()

    def raw(self) -> socket.socket:
        """A connection on which nothing was said yet."""
        return socket.create_connection((LOOPBACK, self.port), timeout=20)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """The town's intake."""
    with answering(town(tmp_path / "town").folder) as found:
        yield found


@contextmanager
def answering(folder: ElectionFolder) -> Iterator[Running]:
    """An intake while it answers."""
    election, file = folder.open().election, senders_file(folder.origin)
    entry = SenderEntry(token="", organisation="Commission 7", role="district", accounts=("hand",))
    north = add_sender(file, "north", replaced(entry, areas=("north",)), election)
    everywhere = add_sender(file, "all", replaced(entry, stations="all", may_correct=True, rate=50), election)
    with intake_of(folder) as intake, listen(LOOPBACK, 0) as listening:
        answers = HttpIntake(intake, CurrentSenders(file, lambda: intake.election))
        with serving(server_of(answers.app()), listening):
            yield Running(folder, intake, listening.getsockname()[1], north, everywhere)
    file.unlink()


def replaced(entry: SenderEntry, **said: Any) -> SenderEntry:
    from msgspec.structs import replace

    return replace(entry, **said)


def count(station: str = "0001", **said: Any) -> dict[str, Any]:
    return {"contest": "council", "station": station, "account": "hand", "selections": VOTES, **said}


def test_a_count_is_answered_when_it_is_in_the_record(running: Running) -> None:
    status, answer = running.post(count())
    fact = parse_fact(running.folder.store.entry(1))

    assert status == 201
    assert answer == {
        "size": 2,
        "root": running.folder.store.root(2).hex(),
        "counts": [
            {
                "outcome": "recorded",
                "contest": "council",
                "station": "0001",
                "account": "hand",
                "index": 1,
                "proof": "/proof/1",
            }
        ],
    }
    assert isinstance(fact, CountFact)
    assert (fact.entered_by and fact.entered_by.organisation, fact.selections) == ("Commission 7", VOTES)


def test_the_proof_leads_from_the_count_to_the_signed_root(running: Running) -> None:
    running.post(count("0001"))
    running.post(count("0002"))
    status, content = running.ask("GET", "/proof/1")
    entry = running.folder.store.entry(1)

    assert status == 200
    assert check_proof(parse_proof(content), entry, [running.folder.key]).size == 3
    assert running.ask("GET", "/proof/3")[0] == 404


def test_one_count_has_the_status_of_what_became_of_it(running: Running) -> None:
    other = {**VOTES, "pear": 21}
    asked = [
        count(),
        count(),
        count(selections=other),
        count("0101"),
        count("9999"),
        count(selections={"plum": 1}),
    ]
    answers = [running.post(each) for each in asked]

    assert [status for status, _ in answers] == [201, 200, 409, 403, 422, 422]
    assert [answer["counts"][0].get("code", "") for _, answer in answers] == [
        "",
        "",
        "R511",
        "R507",
        "R509",
        "R508",
    ]
    assert answers[2][1]["counts"][0]["differs"] == {"pear": {"recorded": 20, "given": 21}}
    assert len(list((night_folder(running.folder.origin) / "unknown").iterdir())) == 1


def test_a_list_is_answered_one_by_one(running: Running) -> None:
    all_status, _ = running.post(count("0001"), count("0002"))
    some_status, some = running.post(count("0101"), count("0003"), count("0001"))

    assert (all_status, some_status) == (200, 207)
    assert [each["outcome"] for each in some["counts"]] == ["refused", "recorded", "known"]


def test_a_sender_reads_its_own_counts_back(running: Running) -> None:
    running.post(count(rows={"2": 60}, unread=["3"]))
    status, answer = running.ask("GET", "/counts/0001")

    assert status == 200
    (found,) = answer["counts"]
    assert found == {
        "contest": "council",
        "account": "hand",
        "index": 1,
        "proof": "/proof/1",
        "fields": {"2": 60, "3": None, **VOTES},
    }
    assert running.ask("GET", "/counts/0101")[0] == 403


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[[]]", b"3", b"\xff", b'{"contest": 5}', b'{"kontest": "x"}', b"[" * 100_000,
     b'{"contest":"council","station":"0001","selections":{"apple":-1}}',
     b'{"contest":"council","station":"0001","selections":{"apple":9007199254740992}}'],
)  # fmt: skip
def test_what_is_no_count_is_answered(running: Running, body: bytes) -> None:
    status, answer = running.ask("POST", "/counts", body=body)

    assert (status, answer["code"]) == (400, "R506")
    assert running.post(count())[0] == 201


def test_wrong_tokens_are_answered_quickly_and_harm_nobody(running: Running) -> None:
    def guess(number: int) -> int:
        return running.ask("POST", "/counts", count(), token=f"sverka_{number}")[0]

    began = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(guess, range(500)))
    status, _ = running.post(count())

    assert set(statuses) == {401, 429}
    assert statuses.count(401) <= WRONG_TOKENS + 30
    assert status == 201, "a right token is heard from the same address"
    assert time.monotonic() - began < 30
    assert running.folder.store.size == 2


def test_a_sender_hands_in_so_many_a_minute_and_no_more(running: Running) -> None:
    stations = ["0001", "0002", "0003", "0101", "0102"] * 10
    first = running.post(*map(count, stations), token=running.everywhere)[0]
    second, answer = running.post(count("0001"), token=running.everywhere)

    assert (first, second, answer["code"]) == (200, 429, "R503")
    assert running.post(count("0001"))[0] == 200, "the other sender is not kept out"


def test_a_body_of_a_gigabyte_is_cut_off_before_it_is_read(running: Running) -> None:
    with running.raw() as connection:
        connection.sendall(running.head(f"Content-Length: {2**30}"))
        answered = connection.recv(4096)
        while more := connection.recv(4096):  # until it is closed
            answered += more

    assert b" 413 " in answered.splitlines()[0]
    assert b"R504" in answered


def test_a_body_that_does_not_say_how_large_it_is_is_cut_off_too(running: Running) -> None:
    with running.raw() as connection:
        connection.sendall(running.head("Transfer-Encoding: chunked"))
        chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
        sent = 0
        try:
            while sent < 100 * MOST_BYTES:
                connection.sendall(chunk)
                sent += len(chunk)
        except OSError:
            pass

    assert sent < 20 * MOST_BYTES
    assert running.post(count())[0] == 201


def test_who_sends_slowly_is_hung_up_on(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_intake, "SECONDS_TO_SEND", 0.3)
    monkeypatch.setattr(http_server, "SECONDS_TO_ASK", 0.3)
    with running.raw() as silent, running.raw() as hesitant, running.raw() as unfinished:
        hesitant.sendall(b"POST /counts HTTP/1.1\r\nHost:")
        unfinished.sendall(running.head("Content-Length: 9") + b"{")

        assert silent.recv(100) == b""
        assert hesitant.recv(100) == b""
        assert b" 408 " in unfinished.recv(4096)


def test_a_head_without_end_is_hung_up_on(running: Running) -> None:
    def talk(connection: socket.socket) -> None:
        connection.sendall(b"GET / HTTP/1.1\r\n")
        for number in range(2_000):
            connection.sendall(b"x-%d: %s\r\n" % (number, b"y" * 1000))
            time.sleep(0.001)

    with running.raw() as connection, pytest.raises(OSError):  # noqa: PT011 - reset or broken, as the system likes
        talk(connection)


def test_it_says_that_it_is_well_to_anyone_and_nothing_else(running: Running) -> None:
    status, answer = running.ask("GET", "/healthz", token="")
    strangers = [
        running.ask("GET", path, token="")[0] for path in ("/counts/0001", "/proof/0", "/", "/senders.toml")
    ]

    assert (status, answer) == (200, {"status": "well", "waiting": 0})
    assert strangers == [401, 401, 404, 404]


def test_what_there_is_not_is_answered_as_everything_else_is(running: Running) -> None:
    asked = [("GET", "/nothing"), ("DELETE", "/counts"), ("GET", "/proof/999")]
    answers = [running.ask(method, path) for method, path in asked]

    assert [status for status, _ in answers] == [404, 405, 404]
    assert [said["code"] for _, said in answers] == ["R518"] * 3


def test_over_tls_nobody_on_the_way_reads_the_token(running: Running, tmp_path: Path) -> None:
    certificate, key = _self_signed(tmp_path)
    answers = HttpIntake(
        running.intake, CurrentSenders(senders_file(running.folder.origin), lambda: running.intake.election)
    )
    trusting = ssl.create_default_context(cafile=str(certificate))
    trusting.check_hostname = False
    server = server_of(answers.app(), certificate=certificate, key=key)
    with listen(LOOPBACK, 0) as listening, serving(server, listening):
        connection = http.client.HTTPSConnection(
            LOOPBACK, listening.getsockname()[1], timeout=20, context=trusting
        )
        connection.request(
            "POST", "/counts", json.dumps(count()), {"Authorization": f"Bearer {running.north}"}
        )
        with connection.getresponse() as answer:
            assert answer.status == 201
        connection.close()
    with pytest.raises(Fault, match="not a certificate and its key"):
        server_of(answers.app(), certificate=tmp_path / "nowhere.pem", key=key)


def _self_signed(folder: Path) -> tuple[Path, Path]:
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "intake")]),
    )
    begin = datetime.now(UTC) - timedelta(days=1)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    dated = builder.serial_number(1).not_valid_before(begin).not_valid_after(begin + timedelta(days=3))
    made = dated.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(
        key, hashes.SHA256()
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    (folder / "cert.pem").write_bytes(made.public_bytes(pem))
    (folder / "key.pem").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    return folder / "cert.pem", folder / "key.pem"


def test_answers_wait_for_the_disk_and_a_failure_is_said(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sverka.record import ledger

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "record/tile/0/000.p/2")

    with monkeypatch.context() as patched:
        patched.setattr(ledger, "put", full)
        status, answer = running.post(count())
    again, _ = running.post(count())

    assert (status, answer["counts"][0]["code"], again) == (503, "R515", 201)
