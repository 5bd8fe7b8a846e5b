"""Each command on the finished toy county: what a person reads, and what ``--json`` hands to a program."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator

import openpyxl
import pytest

from lyreport.cli.preview import LOOPBACK, serve
from lyreport.run.warm import client
from tests.fixtures.county import HOUSING, County, Said


def test_run_ends_with_a_scorecard_and_the_pages(tiny: County, making: Said) -> None:
    """Targets with value, fraction and verdict, the demonstration mark, and a path per finished file."""
    assert making.code == 0
    for words in ("Q05", "99.58%", "2390/2400", "not yet due", "Demonstration data"):
        assert words in making.out
    assert str(tiny.output / "site" / "en" / "index.html") in making.out
    assert "38-livable-villages 2023" in making.err


def test_dry_run_says_what_would_run_and_why(county: County) -> None:
    """After one changed cell the year of its workbook would be taken in again; nothing is written."""
    county.type(HOUSING, "F06", "D4", "否")
    record = (county.output / "results.json").stat().st_mtime_ns
    steps = {step["step"]: step for step in county.lyreport("run", "2023", "--dry-run", "--json").json["steps"]}
    assert not steps["intake 2022"]["runs"]
    assert steps["intake 2023"]["runs"]
    assert steps["intake 2023"]["why"]["en"] == "workbook data/2023/县住建局.xlsx"
    assert steps["38-livable-villages 2023"]["why"]["zh"] == "2023年报表 F06"
    assert not steps["33-old-compounds 2023"]["runs"]
    assert steps["38-livable-villages 2023"]["runs"]
    assert "● intake 2023" in county.lyreport("run", "2023", "--dry-run").out
    assert (county.output / "results.json").stat().st_mtime_ns == record


def test_trace_leads_to_the_cells(tiny: County) -> None:
    """A value, its fraction, its notebook's cell, its workbooks with digest, sheet and cells."""
    said = tiny.lyreport("trace", "Q05@2023")
    assert said.code == 0
    for words in ("99.58", "2390/2400", "water", "data/2023/县水利局.xlsx", "F05 农村供水台账!E4:E9", "preliminary"):
        assert words in said.out
    found = tiny.lyreport("trace", "Q05", "2023", "--json").json
    source = next(one for one in found["sources"] if one["form"] == "F05")
    assert found["value"]["id"] == "Q05@2023"
    assert source["unit"] == "slj"
    assert len(source["sha256"]) == 64


def test_trace_of_a_town_stays_in_its_rows(tiny: County) -> None:
    """A town's figure leads to the rows of its own villages; a withheld one says so and gives no figure."""
    said = tiny.lyreport("trace", "Q06@2023/990101101")
    assert "F06 农村生活垃圾治理台账!F4:F6" in said.out
    assert "withheld" in tiny.lyreport("trace", "Q05@2023/990101101").out.splitlines()[0]
    assert "83–100%" in tiny.lyreport("trace", "Q06@2023").out.splitlines()[0]


def test_trace_of_a_derived_figure_says_how_it_came_about(tiny: County) -> None:
    """Its own formula instead of the indicator's, the values in it, both years' workbooks, the plan's file."""
    said = tiny.lyreport("trace", "Q05.change@2023")
    for words in ("this year's value − last year's", "Q05@2022  ", "Q05@2023  99.58%", "data/2022/县水利局.xlsx"):
        assert words in said.out
    assert "numerator ÷ denominator" not in said.out
    said = tiny.lyreport("trace", "Q01.completion@2023", lang="zh")
    for words in ("本年值÷年度计划数×100", "Q01@2023  3", "年度计划数: 2", "params/years/2023.yml  annual_plan.Q01"):
        assert words in said.out
    assert "base value (assumed): Q01@2022" in tiny.lyreport("trace", "Q01.level@2023").out
    assert "base value: Q01@2022" in tiny.lyreport("trace", "Q01.since_base@2023").out
    found = tiny.lyreport("trace", "Q01.pace_cagr@2023", "--json").json
    assert [(one["name"], one["id"]) for one in found["operands"]][:2] == [("value", "Q01@2023"), ("base", "Q01@2022")]
    assert found["formula"] != tiny.lyreport("trace", "Q01.projection@2023", "--json").json["formula"]


def test_status_names_who_stands_how(tiny: County) -> None:
    """Forms owed and accepted by unit, preliminary ones by name, and gaps with file and cell."""
    said = tiny.lyreport("status", "2023", lang="zh")
    assert said.code == 0
    assert "县水利局" in said.out
    assert "F05" in said.out
    assert "应报6份，已采用6份，欠0份。" in said.out
    assert "data/2023/县住建局.xlsx F06!F9" in said.out
    found = tiny.lyreport("status", "2023", "--json").json
    assert {line["unit"]: line["status"] for line in found["standings"]}["slj"] == "accepted"
    assert [fault["code"] for fault in found["faults"]] == ["row.required"]


def test_what_came_and_was_not_read_is_named_by_the_run(county: County) -> None:
    """A workbook saved in the old format is named beside the forms that are owed, in the terminal and as data."""
    book = county.workbook("县水利局")
    book.rename(book.with_suffix(".xls"))
    said = county.run("--json")
    assert [(fault["code"], fault["file"]) for fault in said.json["left_aside"]] == [
        ("file.ignored", "data/2023/县水利局.xls")
    ]
    again = county.run()  # nothing has changed, and it is said again
    assert again.code == 0
    assert "Received, but not used:\ndata/2023/县水利局.xls: this is no .xlsx and was not read" in again.out


def test_a_workbook_without_its_cover_is_told_so(county: County) -> None:
    """12: the cover is what is wrong, not the format; the forms count as not accepted and the report is made."""
    path = county.workbook("县水利局")
    book = openpyxl.load_workbook(path)
    del book["封面"]
    book.save(path)
    said = county.run("--json")
    (fault,) = said.json["faults"]
    assert (said.code, fault["code"], fault["file"], fault["sheet"]) == (
        12,
        "cover.absent",
        "data/2023/县水利局.xlsx",
        "",
    )
    assert "cover sheet" in fault["what"]["en"]
    found = county.lyreport("status", "2023", "--json").json
    assert {line["status"] for line in found["standings"] if line["unit"] == "slj"} == {"rejected"}


def test_sql_asks_the_checked_rows(tiny: County) -> None:
    """One table per form over all years; a bad query is a person's mistake; no other file is read or written."""
    query = "select _year, sum(tap_pop) as tap from F05 group by 1 order by 1"
    assert tiny.lyreport("sql", query, "--json").json == [{"_year": 2022, "tap": 2377}, {"_year": 2023, "tap": 2390}]
    assert "F29" in tiny.lyreport("sql").out
    assert "2390" in tiny.lyreport("sql", query).out
    for wrong in ("selec 1", "select * from read_csv('params/report.yml')", "copy (select 1) to 'x.csv'"):
        said = tiny.lyreport("sql", wrong)
        assert said.code == 2
        assert "Traceback" not in said.err


@pytest.mark.parametrize(
    "words", ["drop table F05", "insert into F05 select * from F05", "select 1; drop table F05", ";"]
)
def test_sql_only_asks(tiny: County, words: str) -> None:
    """2: what would change data in a passing copy is refused in both languages, and does not claim success."""
    said = tiny.lyreport("sql", words)
    assert (said.code, said.out) == (2, "")
    assert "only queries can be run" in said.err
    assert "只能查询" in tiny.lyreport("sql", words, lang="zh").err
    assert tiny.lyreport("sql", "describe F05").code == 0


def test_doctor_names_parts_fonts_and_typesetters(tiny: County) -> None:
    """What decides the bytes is listed with its version or digest; Quarto may be absent."""
    said = tiny.lyreport("doctor")
    assert said.code == 0
    for words in ("papermill", "typst", "NotoSerifSC-Regular.otf", "embedded"):
        assert words in said.out
    found = tiny.lyreport("doctor", "--json").json
    assert found["missing"] == []
    assert dict(found["parts"])["pandas"]


def test_doctor_says_why_kernels_are_ordinary_ones(tiny: County, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no warm kernels can be had, the reason stands beside the kernel that is taken instead."""
    monkeypatch.setattr(client, "available", lambda: False)
    assert "Kernel  python3 (kernels are forked from a warm process on Linux only)" in tiny.lyreport("doctor").out
    assert set(tiny.lyreport("doctor", "--json").json["cold"]) == {"zh", "en"}


def lists_of_two_languages(record: object) -> list[object]:
    """Every list of a text in Chinese and one in English, as a named tuple would be; notes are lists of codes."""
    if isinstance(record, dict):
        return [found for name, item in record.items() if name != "notes" for found in lists_of_two_languages(item)]
    if not isinstance(record, list):
        return []
    two = len(record) == 2 and all(isinstance(item, str) for item in record)
    pair = two and not record[0].isascii() and record[1].isascii()
    return [record] if pair else [found for item in record for found in lists_of_two_languages(item)]


@pytest.mark.parametrize(
    ("words", "bilingual"),
    [
        (("run", "2023", "--engine", "embedded"), ("steps", 0, "why")),
        (("run", "2023", "--engine", "embedded", "--dry-run"), ("steps", 0, "why")),
        (("run", "2022", "2023", "--engine", "embedded", "--dry-run"), (1, "steps", 0, "why")),
        (("status", "2023"), ("standings", 0, "form_name")),
        (("status", "2023"), ("faults", 0, "cure")),
        (("trace", "Q05@2023"), ("sources", 0, "unit_name")),
        (("trace", "Q05@2023"), ("part", "name")),
        (("trace", "Q99@2023"), ("error",)),
        (("trace", "Q99@2023"), ("problems", 0, "what")),
        (("doctor",), None),
        (("sql", "select interval 1 day as day, 'x'::blob as blob, 'inf'::float as all, 1.50 as exact"), None),
    ],
)
def test_json_is_one_document_with_one_shape_for_both_languages(
    tiny: County, words: tuple[str, ...], bilingual: tuple[str | int, ...] | None
) -> None:
    """Whatever the command, a program reads one document, and finds texts under ``zh`` and ``en``."""
    record = found = tiny.lyreport(*words, "--json").json
    for key in bilingual or ():
        found = found[key]
    assert bilingual is None or set(found) == {"zh", "en"}
    assert lists_of_two_languages(record) == []


def test_json_of_several_editions_is_one_list(county: County) -> None:
    """Each edition stands under its year, with its faults and files."""
    said = county.lyreport("run", "2022", "2023", "--engine", "embedded", "--formats", "html", "--json")
    assert [made["edition"] for made in said.json] == [2022, 2023]
    assert all(path.startswith(str(county.root)) for made in said.json for path in made["files"])
    page = (county.root / "output" / "2023" / "site" / "index.html").read_text(encoding="utf-8")
    assert 'href="files/' not in page  # what was not asked for is not there, and nothing leads to it


@pytest.fixture(scope="module")
def preview(tiny: County) -> Iterator[tuple[str, int]]:
    """The toy county's site, served as ``lyreport preview`` serves it."""
    with serve(tiny.output / "site") as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server.server_address[:2]
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("path", "host", "expected"),
    [
        ("/", "127.0.0.1", 200),
        ("/en/", "localhost", 200),
        ("/", "example.org", 421),
        ("/files/", "127.0.0.1", 404),
        ("/nothing.html", "127.0.0.1", 404),
        ("/../results.json", "127.0.0.1", 404),
        ("/%2e%2e/results.json", "127.0.0.1", 404),
    ],
)
def test_preview_serves_the_site_to_this_machine_only(
    preview: tuple[str, int], path: str, host: str, expected: int
) -> None:
    """Pages by their names, no listings, nothing above the site, no other host's name."""
    address, port = preview
    assert address == LOOPBACK
    connection = http.client.HTTPConnection(address, port, timeout=5)
    connection.request("GET", path, headers={"Host": f"{host}:{port}"})
    assert connection.getresponse().status == expected
    connection.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_preview_says_where_and_ends_when_told(tiny: County, number: signal.Signals) -> None:
    """130: the address is said at once; Ctrl-C or a polite kill ends it with one sentence."""
    command = [sys.executable, "-m", "lyreport", "preview", "2023", "--root", tiny.root, "--lang", "en"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert f"http://{LOOPBACK}:" in process.stdout.readline()  # type: ignore[union-attr]  # it is a pipe
        process.send_signal(number)
        try:
            said = process.communicate(timeout=10)[1]
        finally:
            process.kill()  # else a test that fails would wait for ever
    assert process.returncode == 130
    assert said.count("\n") == 1


def test_preview_hands_its_address_to_a_program(tiny: County) -> None:
    """With ``--json`` all that is printed is one document."""
    command = [sys.executable, "-m", "lyreport", "preview", "2023", "--root", tiny.root, "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        lines = [process.stdout.readline() for _ in range(3)]  # type: ignore[union-attr]  # it is a pipe
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=10)
    assert json.loads("".join(lines))["address"].startswith(f"http://{LOOPBACK}:")


def test_preview_refuses_a_port_that_is_taken(tiny: County, preview: tuple[str, int]) -> None:
    """A port in use is a person's matter, not a bug."""
    said = tiny.lyreport("preview", "2023", "--port", str(preview[1]))
    assert said.code == 2
    assert "the port cannot be used" in said.err


@pytest.mark.parametrize(
    ("words", "code", "expected"),
    [
        (("preview", "2022"), 2, "lyreport run 2022"),
        (("preview", "2023", "--port", "99999"), 2, "65535"),
        (("trace", "Q07@2023"), 2, "is not on record"),
        (("trace", "water"), 2, "Q05@2025"),
        (("trace", "Q05@2023", "--edition", "2022"), 2, "lyreport run 2022"),
        (("run", "2021"), 2, "2022"),
        (("run", "2024"), 10, "params/years/2024.yml"),
        (("status", "2024"), 10, "params/years/2024.yml"),
    ],
)
def test_what_is_not_there_is_said_with_the_next_step(
    tiny: County, words: tuple[str, ...], code: int, expected: str
) -> None:
    """No traceback; what is missing and what to do about it, as text and as JSON."""
    said = tiny.lyreport(*words)
    assert said.code == code
    assert expected in said.err
    assert "→" in said.err
    assert tiny.lyreport(*words, "--json").json["problems"]


def test_outside_a_project_the_commands_say_so(tmp_path: object) -> None:
    """A folder without ``params/plan`` is no project."""
    said = County(tmp_path).lyreport("status", "2023")  # type: ignore[arg-type]
    assert said.code == 2
    assert "--root" in said.err
