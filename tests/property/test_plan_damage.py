"""Any damage to params/plan is one ParamsError that names file and line, and never another exception."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from lyreport.errors import ParamsError
from lyreport.plan import load_plan

ROOT = Path(__file__).parents[2]
TINY = ROOT / "tests/fixtures/tiny/params"
REAL = ROOT / "params"
FREE = {"choices", "dimensions"}  # mappings whose keys are data
settings.register_profile(
    "plan",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
relaxed = settings.get_profile("plan")


@pytest.fixture
def params(tmp_path) -> Path:
    """A copy of the toy county that a test may break."""
    return Path(shutil.copytree(TINY, tmp_path / "params"))


@pytest.fixture(scope="module")
def county(tmp_path_factory) -> Path:
    """A copy of the real county, mended after every example."""
    return Path(shutil.copytree(REAL, tmp_path_factory.mktemp("county") / "params"))


def edit(file: Path, old: str, new: str) -> int:
    """Replace a text and return the line on which it first stood."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def faults(params: Path) -> dict[str, str]:
    """Load the plan and return the faults as where → code."""
    with pytest.raises(ParamsError) as caught:
        load_plan(params)
    assert caught.value.exit_code == 10
    return {problem.where: problem.code for problem in caught.value.problems}


BROKEN = [
    ("indicators.yml", "judging: floor\n", "judgin: floor\n", "params.unknown-key"),
    ("indicators.yml", "decimals: 1\n", "decimals: one\n", "params.wrong-value"),
    ("indicators.yml", "section: 38-livable-villages", "section: 38-livable-village", "params.dangling"),
    ("indicators.yml", "lead_unit: zjj", "lead_unit: zj", "params.dangling"),
    ("indicators.yml", "forms: [F05]", "forms: [F50]", "params.dangling"),
    ("indicators.yml", "id: Q01.new", "id: Q05.new", "params.contradiction"),
    ("indicators.yml", "judging: floor\n", "judging: no_target\n", "params.contradiction"),
    ("indicators.yml", "      - id: q06.standard", "      - id: q05.pop_basis", "params.repeated-id"),
    ("indicators.yml", "        asks: slj", "        asks: sl", "params.dangling"),
    ("indicators.yml", "value: 99.6", "value: 099.6", "params.wrong-value"),
    ("indicators.yml", "year_stated: true", "year_stated: yes", "params.wrong-value"),
    ("indicators.yml", "due: 2025-12-31", "due: 31.12.2025", "params.wrong-value"),
    ("milestones.yml", "ladder: mechanism", "ladder: mechanisms", "params.dangling"),
    ("milestones.yml", "id: M11", "id: M110", "params.wrong-value"),
    ("clauses.yml", "lead: zjj", "lead: &lead zjj", "params.yaml-feature"),
    ("clauses.yml", "lead: zjj", "lead: !!str zjj", "params.yaml-feature"),
    ("clauses.yml", "lead: zjj", "lead: zjj\n    lead: zjj", "params.repeated-key"),
    ("sections.yml", "clause: 三(八)", "clause: 三(九)", "params.dangling"),
    ("units.yml", "aliases: [水利局]", "aliases: [住建局]", "params.repeated-id"),
    ("units.yml", "members: [town-990101101", "members: [town-99010110", "params.dangling"),
    ("units.yml", "clause: 三(八)", "clause: 八", "params.dangling"),
    ("document.yml", "issued: 2022-09-07", "issued: 2022-09-31", "params.wrong-value"),
    ("rules.yml", "before_due: not_due", "before_du: not_due", "params.unknown-key"),
    ("forms/F05.yml", "id: F05\n", "id: F06\n", "params.contradiction"),
    ("forms/F05.yml", "key: [village_code, data_year]", "key: [village, data_year]", "params.dangling"),
    ("forms/F05.yml", "checks: [rural_pop > 0]", "checks: [rural_pops > 0]", "params.dangling"),
    ("forms/F05.yml", "checks: [rural_pop > 0]", "checks: [open(rural_pop)]", "params.expression"),
    ("forms/F05.yml", "checks: [rural_pop > 0]", 'checks: ["rural_pop >"]', "params.expression"),
    ("forms/F05.yml", "reference: [places.village]", "reference: [places.hamlet]", "params.dangling"),
    ("forms/F01.yml", "F29.in_renovation_list", "F29.in_renovation", "params.dangling"),
    ("forms/F01.yml", "due: consulted", "due: consulted, conditional: no", "params.repeated-key"),
    ("forms/F05.yml", "id: F05-R1", "id: F06-R1", "params.contradiction"),
    ("forms/F05.yml", "submitters: [slj]", "submitters: []", "params.wrong-value"),
    ("forms/F05.yml", "- {name: tap_pop", "- {name: rural_pop", "params.repeated-id"),
    ("places.csv", "990101102202,", "990101103202,", "params.contradiction"),
    (
        "places.csv",
        "990101,示例县,示例县,Example County,county,,,",
        "990101,示例县,示例县,Example County,county,,",
        "params.table-width",
    ),
    ("glossary.csv", ",yes,", ",maybe,", "params.wrong-value"),
    ("places.csv", "甲一村委会", '"甲"一村委会', "params.table-quoting"),
]


@pytest.mark.parametrize(("file", "old", "new", "code"), BROKEN)
def test_names_the_file_and_line_of_a_fault(params, file, old, new, code):
    """Each kind of fault is one ParamsError that names file and line."""
    line = edit(params / "plan" / file, old, new)
    assert faults(params)[f"params/plan/{file}:{line + new.rstrip().count(chr(10))}"] == code


@pytest.mark.parametrize(
    "content", [b"", b"# nothing\n", b"\xff\xfe", b"- a\n", b"42\n", b"a: [1\n", b"a: 1\n\ta: 2\n", b"a: \x00\n"]
)
def test_any_rubbish_is_a_params_error(params, content):
    """Empty, binary and broken files end in the same kind of error."""
    (params / "plan/units.yml").write_bytes(content)
    assert any(where.startswith("params/plan/units.yml") for where in faults(params))


def files(folder: Path) -> list[Path]:
    """Return the YAML files of a plan, the large ones as often as the small."""
    return sorted((folder / "plan").rglob("*.yml"))


@dataclass(frozen=True)
class Spot:
    """One value in a file: the keys that lead to it, its own key (None in a list), and itself."""

    path: tuple[str, ...]
    key: yaml.Node | None
    value: yaml.Node

    @property
    def scalar(self) -> bool:
        """Whether it is a plain value."""
        return isinstance(self.value, yaml.ScalarNode)


def spots(node: yaml.Node, path: tuple[str, ...] = ()) -> Iterator[Spot]:
    """Yield every value below a node."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield Spot((*path, key.value), key, value)
            yield from spots(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield Spot((*path, "[]"), None, value)
            yield from spots(value, (*path, "[]"))


@cache
def all_spots(file: Path) -> tuple[Spot, ...]:
    """Return every value of a file."""
    return tuple(spots(yaml.compose(file.read_text(encoding="utf-8"), yaml.CSafeLoader)))


@st.composite
def places(draw: st.DrawFn, want: Callable[[Spot], bool]) -> tuple[Path, Spot | None]:
    """Draw a file of the real county and a spot in it that ``want`` accepts."""
    file = draw(st.sampled_from(files(REAL)))
    found = [spot for spot in all_spots(file) if want(spot)]
    return file, draw(st.sampled_from(found)) if found else None


def damaged(county: Path, file: Path, start: int, end: int, text: str) -> dict[str, str] | None:
    """Load the county with a piece of one file replaced; None where it still loads."""
    target = county / file.relative_to(REAL)
    whole = file.read_text(encoding="utf-8")
    target.write_text(whole[:start] + text + whole[end:], encoding="utf-8")
    try:
        load_plan(county)
    except ParamsError as error:
        return {problem.where: problem.code for problem in error.problems}
    else:
        return None
    finally:
        target.write_text(whole, encoding="utf-8")


def where(file: Path, node: yaml.Node) -> str:
    """Return file:line as the error should print it."""
    return f"params/{file.relative_to(REAL).as_posix()}:{node.start_mark.line + 1}"


def replaced(county: Path, file: Path, node: yaml.Node, text: str) -> dict[str, str]:
    """Load the county with one node rewritten and return the faults, none if it still loads."""
    return damaged(county, file, node.start_mark.index, node.end_mark.index, text) or {}


@settings(relaxed, max_examples=12)
@given(places(lambda spot: spot.key is not None and not FREE & set(spot.path[:-1])))
def test_a_renamed_key_is_named_with_its_line(county, found):
    """A key that no one knows is a fault at its own line."""
    file, spot = found
    assert where(file, spot.key) in replaced(county, file, spot.key, "zz_unknown")


@settings(relaxed, max_examples=12)
@given(places(lambda spot: spot.scalar))
def test_a_value_of_the_wrong_type_is_named_with_its_line(county, found):
    """A mapping where a text, number or yes/no belongs is a fault at its own line."""
    file, spot = found
    assert where(file, spot.value) in replaced(county, file, spot.value, "{zz: 1}")


REFERENCES = {"section", "lead_unit", "lead", "ladder", "submitter", "evidence_from", "form", "successor", "asks"}


@settings(relaxed, max_examples=8)
@given(places(lambda spot: spot.scalar and spot.path[-1] in REFERENCES))
def test_a_dangling_reference_is_named_with_its_line(county, found):
    """An id of nothing is a fault at its own line."""
    file, spot = found
    assume(spot is not None)
    text = {"section": "99-nowhere", "form": "F99"}.get(spot.path[-1], "nowhere")
    assert where(file, spot.value) in replaced(county, file, spot.value, text)


@settings(relaxed, max_examples=12)
@given(places(lambda spot: spot.scalar and spot.key is not None))
def test_a_dropped_key_is_harmless_or_named_with_its_file(county, found):
    """Without a key the plan loads (it was optional) or the error names the file."""
    file, spot = found
    left = damaged(county, file, spot.key.start_mark.index, spot.value.end_mark.index, "")
    assert left is None or any(name.startswith(f"params/{file.relative_to(REAL).as_posix()}") for name in left)


@settings(relaxed, max_examples=30)
@given(st.data())
def test_no_slip_of_the_keyboard_is_a_crash(params, data):
    """Whatever characters are inserted or deleted anywhere, the plan loads or a ParamsError says why."""
    file = data.draw(st.sampled_from([*files(params), params / "plan/places.csv", params / "plan/glossary.csv"]))
    whole = file.read_text(encoding="utf-8")
    start = data.draw(st.integers(0, len(whole)))
    length = data.draw(st.integers(0, 12))
    text = data.draw(
        st.text(st.characters(codec="utf-8"), max_size=6)
        | st.sampled_from(["&a ", "*a", "!!x ", "\t", '"', "{", "- ", ": "])
    )
    file.write_text(whole[:start] + text + whole[start + length :], encoding="utf-8")
    try:
        load_plan(params)
    except ParamsError as error:
        assert error.problems  # noqa: PT017  # loading is right too, so nothing must be raised
    finally:
        file.write_text(whole, encoding="utf-8")
