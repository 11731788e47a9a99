"""Where pages lie: a file name for any id that a record may have."""

from __future__ import annotations

from pathlib import Path

from sverka.publish.site.addresses import file_names


def test_any_id_names_a_file_and_no_two_ids_the_same(tmp_path: Path) -> None:
    ids = ["x" * 300, "x" * 301, "ү" * 90, "ү" * 91, "../../x", "", " ", "a", "A", "a\nb", "\u202e"]
    names = file_names(ids)
    for name in names.values():
        (tmp_path / f"{name}.html").write_text(name)

    assert len(list(tmp_path.iterdir())) == len(ids)


def test_a_short_id_is_its_own_name() -> None:
    assert file_names(["0001", "x" * 100]) == {"0001": "0001", "x" * 100: "x" * 100}
