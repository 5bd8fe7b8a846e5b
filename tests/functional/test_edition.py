"""The toy county from workbooks to pages: what is made, and what one change changes."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from zipfile import ZipFile

import pytest

from tests.fixtures.county import HOUSING, WATER, County

BY_HAND = {  # the docstring of data/demonstration/tiny.py
    "Q01@2022": ("2", "5"),
    "Q01@2023": ("3", "5"),
    "Q05@2022": ("2377", "2400"),
    "Q05@2023": ("2390", "2400"),
    "Q06@2022": ("3", "6"),
    "Q06@2023": ("5", "6"),
}


def sections(page: str) -> dict[str, str]:
    """The parts of a page by their id, each without the parts inside it, so that a change is found where it is."""
    pieces = re.split(r'(?=<section\b[^>]*\bid=")', page)
    return {found[1] if (found := re.match(r'<section\b[^>]*\bid="([^"]+)"', piece)) else "": piece for piece in pieces}


def test_values_are_those_computed_by_hand(tiny: County) -> None:
    """Numerators and denominators of the toy county are what anyone can count in its workbooks."""
    found = {name: (value["numerator"], value["denominator"]) for name, value in tiny.values.items() if name in BY_HAND}
    assert found == BY_HAND


def test_what_rounding_would_hide_is_printed(tiny: County) -> None:
    """99.58 % is not printed as 99.6 where the target is 99.6; unanswered villages leave bounds."""
    values = tiny.values
    assert values["Q05@2022"]["printed"] == "99.0"
    assert values["Q05@2023"]["printed"] == "99.58"
    assert values["Q05@2023"]["data_state"] == "preliminary"
    assert values["Q06@2023"]["printed"] is None
    assert (values["Q06@2023"]["low"], values["Q06@2023"]["high"]) == ("83", "100")
    assert values["Q01.completion@2023"]["printed"] == "150.0"
    assert (values["M11.level@2022"]["printed"], values["M11.level@2023"]["printed"]) == ("1", "3")


def test_titles_say_how_many_years_there_are(tiny: County) -> None:
    """The toy edition has two years: no title promises four."""
    for lang, words in {"zh": ("全部指标历年表", "全部指标2022—2023年"), "en": ("All indicators, 2022–2023",)}.items():
        page = tiny.page(lang)
        assert [one for one in words if one not in page] == []
        assert "four years" not in page
        assert "四年" not in page
    assert "Targets, values and verdicts, 2022–2023" in (
        tiny.output / "quarto/chapters/en/_00-scorecard.qmd"
    ).read_text(encoding="utf-8")


def test_an_edition_is_complete(tiny: County) -> None:
    """Executed notebooks of every year with their pages, the record, the Quarto project, the site in three formats."""
    output = tiny.output
    stems = ("33-old-compounds", "38-livable-villages")
    made = {f"notebooks/{year}/{stem}.{kind}" for year in (2022, 2023) for stem in stems for kind in ("ipynb", "html")}
    made |= {"results.json", "quarto/_quarto.yml", "quarto/index.qmd", "quarto/en/index.qmd", "site/index.html"}
    assert {name for name in made if not (output / name).is_file()} == set()
    kinds = sorted(path.suffix for path in (output / "site" / "files").iterdir())
    assert kinds == [".docx", ".docx", ".pdf", ".pdf"]
    ids = [value["id"] for value in json.loads((output / "results.json").read_bytes())]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("lang", "mark"), [("zh", "示例数据"), ("en", "emonstration data")])
def test_pages_say_what_they_are(tiny: County, lang: str, mark: str) -> None:
    """Every page carries the mark of demonstration data, both sections, no script and no outside address."""
    page = tiny.page(lang)
    assert mark in page
    assert {"sec-33-old-compounds", "sec-38-livable-villages"} <= set(re.findall(r'id="([^"]+)"', page))
    assert "<script" not in page
    assert re.findall(r'(?:src|srcset)="(?:https?:)?//', page) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_shown_value_leads_to_its_source(tiny: County, lang: str) -> None:
    """A value in the page is on record and linked to a row of the annex that is there."""
    page = tiny.page(lang)
    shown = re.findall(r'<a\b[^>]*\bdata-trace="([^"]+)"[^>]*\bhref="#([^"]+)"|<a\b[^>]*\bhref="#([^"]+)"[^>]*\bdata-trace="([^"]+)"', page)  # fmt: skip
    pairs = {(one or four, two or three) for one, two, three, four in shown}
    assert pairs
    assert {name for name, _ in pairs} <= set(tiny.values)
    assert {anchor for _, anchor in pairs} <= set(re.findall(r'\bid="([^"]+)"', page))


def test_files_are_what_their_names_say(tiny: County) -> None:
    """PDFs are tagged and name no machine; Word files are whole archives."""
    for path in (tiny.output / "site" / "files").iterdir():
        data = path.read_bytes()
        if path.suffix == ".pdf":
            assert data.startswith(b"%PDF-")
            assert str(tiny.root).encode() not in data
        else:
            with ZipFile(path) as archive:
                assert archive.testzip() is None
                assert "word/document.xml" in archive.namelist()


def test_one_cell_changes_what_depends_on_it_and_nothing_else(county: County) -> None:
    """Two more people with tap water in one village: Q05 of that town and of the county, and every page that shows it."""
    before, pages = county.values, {lang: county.page(lang) for lang in ("zh", "en")}
    county.type(WATER, "F05", "F5", 400)  # was 398
    made = county.run("--json").json
    assert [value["printed"] for value in made["scorecard"]] == ["3", county.values["Q05@2023"]["printed"], None]
    assert (made["edition"], made["engine"], made["faults"], len(made["files"])) == (2023, "embedded", [], 2)
    after = county.values
    changed = {name for name in after if _figures(after[name]) != _figures(before[name])}
    assert after["Q05@2023"]["numerator"] == "2392"
    assert Decimal(after["Q05@2023"]["printed"]) == Decimal("99.67").quantize(Decimal(after["Q05@2023"]["printed"]))
    assert {"Q05@2023", "Q05.people@2023", "Q05.gap@2023", "Q05.change@2023", "Q05.villages_below@2023"} <= changed
    assert {name for name in changed if not re.match(r"Q05(\.\w+)*@2023", name)} == set()
    assert after.keys() == before.keys()
    for lang, page in pages.items():
        now = sections(county.page(lang))
        moved = {name for name, text in sections(page).items() if now[name] != text}
        assert "sec-38-livable-villages" in moved
        assert "sec-33-old-compounds" not in moved
        assert ">99.58<" not in county.page(lang)


def _figures(value: dict[str, object]) -> tuple[object, ...]:
    return tuple(value[name] for name in ("exact", "printed", "numerator", "denominator", "low", "high", "verdict"))


def test_one_word_changes_one_language(county: County) -> None:
    """A word changed in the Chinese text leaves values and the English page as they were."""
    english, record = county.page("en"), (county.output / "results.json").read_bytes()
    county.edit("notebooks/33-old-compounds.zh.qmd", "改造工作协调机制：", "老旧小区改造的协调机制：")
    assert county.lyreport("run", "2023", "--engine", "embedded").code == 0
    assert "老旧小区改造的协调机制：" in county.page("zh")
    assert county.page("en") == english
    assert (county.output / "results.json").read_bytes() == record


def test_the_same_edition_has_the_same_bytes_elsewhere(tiny: County, county: County) -> None:
    """Made again from nothing in another folder, record, notebooks and site are the same bytes."""
    again = County(county.root)
    code = again.lyreport("run", "2023", "--engine", "embedded", "--force").code
    assert code == 0
    assert {name for name, data in tiny.site().items() if again.site()[name] != data} == set()
    for path in (tiny.output / "notebooks").rglob("*.*"):
        assert (again.output / path.relative_to(tiny.output)).read_bytes() == path.read_bytes()


def test_a_form_with_a_fault_is_not_accepted_and_the_report_says_so(county: County) -> None:
    """12: the fault names file, sheet and cell; its values are undetermined; a form that never came names who owes it."""
    county.type(HOUSING, "F06", "D4", "也许")  # a yes-or-no column
    county.workbook(WATER).unlink()
    made = county.run()
    assert made.code == 12
    assert "data/2023/县住建局.xlsx F06" in made.out
    assert "!D4" in made.out
    assert "not submitted: 2023 County Water Resources Bureau F05" in made.out
    values = county.values
    assert (values["Q06@2023"]["printed"], values["Q06@2023"]["reason"]) == (None, "rejected")
    assert (values["Q05@2023"]["printed"], values["Q05@2023"]["reason"]) == (None, "not_submitted")
    assert values["Q05@2023"]["owing"] == ["slj"]
    assert values["Q01@2023"]["numerator"] == "3"
    assert "县水利局未报" in re.sub(r"<[^>]+>", "", county.page("zh"))
    assert "县住建局 · 未通过核对" in county.lyreport("trace", "Q06@2023", lang="zh").out


def test_a_file_that_is_no_workbook_leaves_the_others_readable(county: County) -> None:
    """11: the file is named, the other units' forms are taken in."""
    county.workbook(WATER).write_bytes(b"not a workbook at all")
    made = county.run()
    assert made.code == 11
    assert "data/2023/县水利局.xlsx" in made.out
    assert county.values["Q01@2023"]["numerator"] == "3"
    assert county.values["Q05@2023"]["printed"] is None
