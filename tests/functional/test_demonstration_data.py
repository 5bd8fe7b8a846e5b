"""The demonstration workbooks: as departments would send them, marked everywhere, and the ones that lie in data/."""

from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from data.demonstration import tiny
from data.demonstration.build import build
from data.demonstration.cells import MARK, NOT_APPLICABLE, YEARS
from data.demonstration.submissions import UNSENT, envelopes, names
from data.demonstration.workbook import HINT, header, render
from lyreport.errors import UsageError
from lyreport.plan import load_plan, load_year

ROOT = Path(__file__).parents[2]
TINY = ROOT / "tests" / "fixtures" / "tiny"
DUE = date(2026, 2, 15)


@pytest.fixture(scope="module")
def plan():
    """The real plan."""
    return load_plan(ROOT / "params")


@pytest.fixture(scope="module")
def sent(plan):
    """What the units send: year → envelopes."""
    return {year: envelopes(plan, year, DUE) for year in YEARS}


@pytest.mark.parametrize(
    ("root", "send", "years"), [(ROOT, envelopes, YEARS), (TINY, tiny.envelopes, tiny.YEARS)], ids=["county", "tiny"]
)
def test_the_committed_workbooks_are_what_the_generator_writes(tmp_path, root, send, years):
    """Every part of every workbook is the same; only the compression may differ between machines."""
    params = root / "params"
    due = {year: load_year(params, year).due for year in years}
    written = build(tmp_path, load_plan(params), due=due, send=send)
    committed = sorted(path.relative_to(root / "data") for path in (root / "data").glob("20??/*.xlsx"))
    assert sorted(path.relative_to(tmp_path) for path in written) == committed
    assert all(_parts(path) == _parts(root / "data" / path.relative_to(tmp_path)) for path in written)


def _parts(path):
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_fourteen_units_send_a_workbook_each_year_and_one_sends_a_correction(sent):
    """The corrected form comes alone, later, with its reason."""
    assert [len(sent[year]) for year in YEARS] == [14, 14, 15, 14]
    correction = sent[2024][-1]
    assert correction.filename == "县住建局（修订1）.xlsx"
    assert [(entry.form.id, entry.state) for entry in correction.entries] == [("F03", "修订")]
    assert correction.submitted_on > DUE


def test_the_forms_held_back_are_named_with_their_reason(sent):
    """F23 of 2025 and one town's F15 of 2023 are declared unsent on the cover."""
    held = {
        (year, envelope.unit.name.zh, entry.form.id): entry.remark
        for year in YEARS
        for envelope in sent[year]
        for entry in envelope.entries
        if entry.state == UNSENT
    }
    assert set(held) == {(2023, "常丰镇", "F15"), (2025, "县生态环境局", "F23")}
    assert all(held.values())


def test_a_workbook_is_the_same_bytes_twice_and_marked_everywhere(plan, sent):
    """Cover, every sheet, footer and file properties say that nothing here is real."""
    envelope = next(item for item in sent[2025] if item.unit.name.zh == "县财政局")
    known = names(plan, sent[2025])
    data = render(plan, envelope, known)
    assert data == render(plan, envelope, known)
    with ZipFile(BytesIO(data)) as archive:
        assert MARK in archive.read("docProps/core.xml").decode()
    for sheet in openpyxl.load_workbook(BytesIO(data)):
        top = "".join(str(cell.value) for row in sheet["A1:D2"] for cell in row)
        assert MARK in top
        assert MARK in sheet.oddFooter.center.text


def test_blank_zero_and_not_applicable_are_three_different_cells(plan, sent):
    """What was not counted, what is none, and what does not exist stay apart in the sheet."""
    envelope = next(item for item in sent[2022] if item.unit.name.zh == "县住建局")
    sheet = openpyxl.load_workbook(BytesIO(render(plan, envelope, names(plan, sent[envelope.year]))))["F20 宣传台账"]
    reads = [cell.value for cell in sheet[_letter(sheet, plan, "F20", "reads")][3:]]
    reposts = [cell.value for cell in sheet[_letter(sheet, plan, "F20", "reposts")][3:]]
    assert None in reads
    assert NOT_APPLICABLE in reads
    assert 0 in reposts


def _letter(sheet, plan, form, column):
    wanted = header(plan.forms[form].column(column))
    return next(cell.column_letter for cell in sheet[3] if cell.value == wanted)


def test_a_code_is_text_with_its_name_beside_it_and_a_date_is_a_date(plan, sent):
    """Leading digits survive, and the clerk sees which village a code means."""
    envelope = next(item for item in sent[2024] if item.unit.name.zh == "县农业农村局")
    sheet = openpyxl.load_workbook(BytesIO(render(plan, envelope, names(plan, sent[envelope.year]))))[
        "F04 乡村振兴示范镇台账"
    ]
    headers = [cell.value for cell in sheet[3]]
    row = dict(zip(headers, [cell.value for cell in sheet[4]], strict=True))
    assert (row["地名代码"], row[HINT]) == ("610329102", "招贤镇")
    assert row["环节日期"].date() == date(2021, 6, 18)


def test_a_file_without_the_mark_is_never_overwritten(plan, tmp_path):
    """A department's real workbook in the way stops the generator before it writes anything."""
    real = tmp_path / "2025" / "县水利局.xlsx"
    real.parent.mkdir()
    openpyxl.Workbook().save(real)
    before = real.read_bytes()
    with pytest.raises(UsageError, match="demonstration"):
        build(tmp_path, plan, due={2025: DUE})
    assert [path.name for path in real.parent.iterdir()] == [real.name]
    assert real.read_bytes() == before
