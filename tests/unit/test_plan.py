"""The plan as it stands in params/: complete, in both languages, and free of decisions that a person must take."""

from __future__ import annotations

import json
import pickle
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from lyreport.errors import Bilingual, ParamsError, UsageError
from lyreport.plan import load_plan, load_report, load_site, load_year
from lyreport.plan.reference import page
from lyreport.plan.schema import schemas
from lyreport.plan.source import read_yaml

ROOT = Path(__file__).parents[2]
PARAMS = ROOT / "params"
TINY = ROOT / "tests/fixtures/tiny/params"
YEARS = (2022, 2023, 2024, 2025)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_holds_all_that_the_plan_promises(plan):
    """Ten targets, 31 trends, four axes, 55 milestones on eight ladders, 31 forms, 15 sections, 19 clauses."""
    kinds = Counter(row.kind for row in plan.indicators.values())
    assert kinds == {"target": 10, "trend": 31, "self_assessment": 4}
    assert (len(plan.milestones), len(plan.ladders), len(plan.forms)) == (55, 8, 31)
    assert (len(plan.sections), len(plan.clauses)) == (15, 19)


def test_each_target_reads_as_the_plan_states_it(plan):
    """The ten targets carry the plan's own figures."""
    values = {row.id: row.target.value for row in plan.indicators.values() if row.kind == "target"}
    assert values == {
        name: Decimal(value)
        for name, value in zip(
            sorted(values), ("74", "70.0", "35.0", "1", "99.6", "90.0", "10", "100", "2", "3"), strict=True
        )
    }


def test_tells_what_the_plan_states_from_what_we_read_into_it(plan):
    """Targets without a year, and the two lists without a number, say so."""
    rows = {name: plan.indicators[name].target for name in ("Q02", "Q05", "Q06", "Q09", "Q10")}
    assert [name for name, target in rows.items() if target.year_stated] == ["Q10"]
    assert [name for name, target in rows.items() if not target.value_stated] == ["Q09", "Q10"]
    assert rows["Q02"].also_rising


def test_every_row_lives_in_exactly_one_section(plan):
    """The sections list each indicator and milestone once."""
    listed = [name for section in plan.sections.values() for name in (*section.indicators, *section.milestones)]
    assert sorted(listed) == sorted([*plan.indicators, *plan.milestones])


def test_knows_the_frame_of_places(plan):
    """One county, 7 towns, 66 villages, 4 communities; 15 villages and 4 communities lie in the county seat."""
    places = plan.places
    assert (len(places.towns), len(places.villages), len(places.communities)) == (7, 66, 4)
    assert places.county.code == "610329"
    assert len(places.in_town("610329100")) == 19
    assert places.town_of("610329101213").short_name == Bilingual("崔木镇", "Cuimu Town")
    assert places["610329101213"].short_name == Bilingual("郃阳村", "Heyang Village")


def test_short_names_are_unique_within_a_town(plan):
    """No two villages or communities of one town share a short name."""
    names = Counter((place.parent, place.short_name) for place in plan.places)
    assert max(names.values()) == 1


@pytest.mark.parametrize(
    ("name", "unit"),
    [("县水利局", "slj"), ("县卫健委", "wjj"), ("编办", "bwb"), ("slj", "slj"), ("jcg", "town-610329100")],
)
def test_finds_a_unit_by_any_of_its_names(plan, name, unit):
    """Id, name, alias and printed variant lead to the same unit."""
    assert plan.unit(name).id == unit


def test_asks_back_where_a_unit_is_unknown(plan):
    """A misspelt unit is refused with the nearest name."""
    with pytest.raises(UsageError, match="县水利局"):
        plan.unit("县水务局")


def test_knows_a_unit_by_the_name_that_one_clause_prints(plan):
    """The health bureau is a commission in clause 三(七) and a bureau elsewhere."""
    assert (plan.unit("卫健委"), plan.unit("县卫健局")) == (plan.unit("wjj"), plan.unit("wjj"))


def test_fourteen_units_submit(plan):
    """Six bureaus, seven towns and the office send workbooks; each form has a submitter."""
    assert len(plan.submitters) == 14
    assert {form.id for unit in plan.submitters for form in plan.forms_of(unit.id)} == set(plan.forms)


def test_lead_units_are_the_clauses_own(plan):
    """Indicators and milestones of parts three and four are led by the unit that leads their clause."""
    rows = [*plan.indicators.values(), *plan.milestones.values()]
    led = [row for row in rows if row.clause[0] in "三四"]
    assert led
    assert all(row.lead_unit == plan.clauses[row.clause].lead for row in led)
    assert all(row.responsible == plan.clauses[row.clause].responsible for row in led)


def test_every_form_serves_something(plan):
    """Each form is read by an indicator or a milestone."""
    assert [name for name in plan.forms if not plan.feeds(name)] == []


def test_no_form_asks_for_a_person(plan):
    """No column asks for a name, an identity number, a telephone, an account, an address or coordinates."""
    forbidden = re.compile("姓名|户主|身份证|电话|手机|银行|门牌|坐标")
    headers = [column.header.zh for form in plan.forms.values() for column in form.columns]
    assert [header for header in headers if forbidden.search(header)] == []


def test_what_may_stay_small_is_marked(plan):
    """Households and people are suppressed in small cells; smart security and houses are never public one by one."""
    people = {name for name, row in plan.indicators.items() if row.people}
    assert people == {"Q05", "Q08", "T10", "S02"}
    assert plan.forms["F01"].column("smart_security").visibility == "aggregate_only"
    assert plan.forms["F08"].visibility != "public"


def test_sheet_names_fit_a_worksheet(plan):
    """Sheet names are unique, start with the form's id and keep within what Excel allows."""
    sheets = [form.sheet for form in plan.forms.values()]
    assert len(set(sheets)) == 31
    assert all(len(sheet) <= 31 and not set(sheet) & set("[]:*?/\\") for sheet in sheets)


def _texts(value: object):
    if isinstance(value, dict):
        if set(value) == {"zh", "en"}:
            yield value["zh"], value["en"]
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


@pytest.fixture(scope="module")
def texts(plan) -> list[tuple[str, str]]:
    """Every bilingual text of the plan."""
    rows = [
        *plan.units.values(), *plan.clauses.values(), *plan.sections.values(), *plan.indicators.values(),
        *plan.milestones.values(), *plan.ladders.values(), *plan.side_states.values(), *plan.forms.values(),
        *plan.judging.values(), *plan.principles.values(), *plan.settings.values(), plan.cover, plan.document,
    ]  # fmt: skip
    return [pair for row in rows for pair in _texts(_plain(row.model_dump()))]


def _plain(value: object) -> object:
    if isinstance(value, Bilingual):
        return value._asdict()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def test_english_is_english_and_chinese_is_chinese(texts):
    """No Chinese is left in an English text but clause numbers, document numbers and what is quoted as a form's word."""
    kept = re.compile(
        r"clauses? [三四五]\([一二三四五六七八]\)|\w+〔\d{4}〕\d+号|五\(二\)|示例数据，非真实数据|未报|不适用"
    )
    left = [en for zh, en in texts if CHINESE.search(kept.sub("", en))]
    assert left == []
    assert [zh for zh, en in texts if bool(zh) != bool(en)] == []


def test_american_spelling(texts):
    """The English edition keeps to one spelling."""
    british = re.compile(r"labour|neighbour|programme\b|centre|organis|recognis|colour|metres", re.IGNORECASE)
    assert [en for zh, en in texts if british.search(en)] == []


def test_one_chinese_value_has_one_english(plan):
    """An allowed value reads alike in every form, apart from stages that mean another thing there."""
    seen: dict[str, set[str]] = {}
    for form in plan.forms.values():
        for column in form.columns:
            for value in column.allowed:
                seen.setdefault(value, set()).add(column.choice(value).en)
    assert {value: english for value, english in seen.items() if len(english) > 1} == {}


def test_unit_names_agree_with_the_glossary(plan):
    """A unit is called in English what the glossary calls it."""
    names = {unit.name.zh: unit.name.en for unit in plan.units.values()}
    assert {zh: names[zh] for zh in names.keys() & plan.terms.keys()} == {
        zh: plan.terms[zh].en for zh in names.keys() & plan.terms.keys()
    }


def test_every_decision_is_left_to_a_person(plan):
    """Each year names every open setting and answers none; no release date is set."""
    for year in YEARS:
        settings = load_year(PARAMS, year, plan)
        assert settings.decisions == dict.fromkeys(plan.settings)
        assert settings.release_date is None
        assert settings.demonstration


def test_verdicts_go_by_one_name_everywhere():
    """Parameters and open questions say met and undetermined, as the report does."""
    pages = [PARAMS.parent / "docs/open-questions.md", *(PARAMS / "plan").glob("*.yml")]
    other = re.compile(r"\bachieved\b|cannot be determined")
    assert [page.name for page in pages if other.search(page.read_text(encoding="utf-8"))] == []


def test_a_mechanism_is_called_by_its_subject(plan):
    """What the document says of it in a row of phrases is its sentence, not a name; official terms stand in “”."""
    assert [row.id for row in plan.milestones.values() if re.search("（.*、.*、.*）", row.name.zh)] == []


def test_years_with_and_without_an_annual_plan(plan):
    """2022 and 2024 have no annual plan, 2023 and 2025 have demonstration figures that say what they are."""
    planned = {year: load_year(PARAMS, year, plan) for year in YEARS}
    assert [year for year, settings in planned.items() if settings.annual_plan] == [2023, 2025]
    assert "示例数据" in planned[2023].annual_plan_source.zh


def test_report_and_site_settings():
    """Titles carry the edition; nothing about the publishing site is guessed."""
    report, site = load_report(PARAMS), load_site(PARAMS)
    assert report.titles.title.zh.format(year=2025).endswith("年度报告（2025）")
    assert {value for name, value in site.model_dump().items() if name != "contact"} == {None}


def test_questions_are_explained_in_both_languages(plan):
    """docs/open-questions names every setting in Chinese and in English."""
    for name in ("open-questions.md", "open-questions.zh.md"):
        text = (ROOT / "docs" / name).read_text(encoding="utf-8")
        assert [setting for setting in plan.settings if f"`{setting}`" not in text] == []


def test_the_page_of_forms_is_current(plan):
    """docs/reference/forms.md is what the forms say; `python -m lyreport.plan.reference` mends it."""
    assert (ROOT / "docs/reference/forms.md").read_text(encoding="utf-8") == page(plan)


def test_a_figure_that_is_one_part_is_defined_as_that_part(plan):
    """T08 shows compounds alone: its name, numerator and denominator say so, and not all sites that are listed."""
    found = plan.indicators["T08"]
    lead = next(one for one in found.components if one.id == found.headline)
    assert all(lead.name.zh in words.zh for words in (found.name, found.numerator, found.denominator))
    assert all(lead.name.en in words.en.lower() for words in (found.name, found.numerator, found.denominator))


def test_a_plan_can_be_handed_to_another_process(plan):
    """Workers receive the plan by pickle."""
    assert pickle.loads(pickle.dumps(plan)).indicators == plan.indicators  # noqa: S301  # our own bytes


def test_schemas_for_editors_are_current():
    """params/schemas is what the models say; `python -m lyreport.plan.schema params` mends it."""
    written = {path.stem: json.loads(path.read_bytes()) for path in (PARAMS / "schemas").glob("*.json")}
    assert written == schemas()


@pytest.mark.parametrize("folder", [PARAMS, TINY], ids=["county", "tiny"])
def test_files_name_a_schema_and_keep_it(folder):
    """Each YAML file names its schema by a relative path, and an editor finds no fault in it."""
    judges = {name: Draft202012Validator(schema) for name, schema in schemas().items()}
    for path in sorted(folder.rglob("*.yml")):
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        schema = (path.parent / first.removeprefix("# yaml-language-server: $schema=")).resolve()
        assert schema.parent == PARAMS / "schemas"
        value = json.loads(json.dumps(read_yaml(path, path.name).value, default=float))
        assert [error.message for error in judges[schema.stem].iter_errors(value)] == []


def test_the_toy_county_loads_through_the_same_doors():
    """The fixture that carries most tests is read like the real county."""
    plan = load_plan(TINY)
    assert set(plan.indicators) == {"Q01", "Q05", "Q06"}
    assert set(plan.forms) == {"F00", "F01", "F05", "F06", "F24", "F29"}
    assert (len(plan.places.towns), len(plan.places.villages), len(plan.places.communities)) == (2, 6, 2)
    assert load_year(TINY, 2023, plan).annual_plan == {"Q01": Decimal(2)}
    assert load_report(TINY).titles.short.en == "Annual Report {year}"
    assert load_site(TINY).site_name is None


def test_a_year_without_a_file_is_a_params_error(plan):
    """A year that no one prepared is named, with its file."""
    with pytest.raises(ParamsError, match=r"params/years/1999\.yml"):
        load_year(PARAMS, 1999, plan)
