"""What many tests look at, made once: the toy county with its edition, the real plan, the made-up edition over it."""

from __future__ import annotations

from pathlib import Path

import pytest

from lyreport.plan import Plan
from lyreport.report.material import Material
from tests.fixtures import linyou
from tests.fixtures.county import TINY, County, Said, copy


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> tuple[County, Said]:
    county = copy(TINY, tmp_path_factory.mktemp("tiny") / "county")
    said = county.lyreport("run", "2023", "--engine", "embedded")
    assert said.code == 0, said.err
    return county, said


@pytest.fixture(scope="session")
def tiny(_made: tuple[County, Said]) -> County:
    """The toy county with its finished edition of 2023 in every format; shared, so never to be changed."""
    return _made[0]


@pytest.fixture(scope="session")
def making(_made: tuple[County, Said]) -> Said:
    """What ``lyreport run`` said while it made that edition."""
    return _made[1]


@pytest.fixture
def county(tiny: County, tmp_path: Path) -> County:
    """A copy of the finished toy county, for the test to change."""
    return copy(tiny.root, tmp_path / "county")


@pytest.fixture(scope="session")
def plan() -> Plan:
    """The real plan."""
    return linyou.plan()


@pytest.fixture(scope="session")
def material() -> Material:
    """The made-up edition over it."""
    return linyou.material()
