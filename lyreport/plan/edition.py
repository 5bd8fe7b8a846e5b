"""How the report is made and where it is placed: ``params/report.yml`` and ``params/site.yml``."""

from __future__ import annotations

from string import Formatter
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from lyreport.errors import Bilingual
from lyreport.plan.frozen import Frozen, Name, Text
from lyreport.project import Format


def _once(formats: tuple[Format, ...]) -> tuple[Format, ...]:
    if len(set(formats)) < len(formats):
        raise PydanticCustomError("repeated", "an item stands twice")
    return formats


_GAPS = ([None, None, None], ["year", "", None])
"""What ``string.Formatter`` says of plain words and of ``{year}``."""


def _with_year(text: Bilingual) -> Bilingual:
    """Refuse what ``str.format`` could not fill in with the year alone, before it is tried on a finished report."""
    for said in text:
        try:
            fits = all(gap in _GAPS for _, *gap in Formatter().parse(said))
        except ValueError:
            fits = False
        if not fits:
            raise PydanticCustomError("placeholder", "only {{year}} may stand in braces")
    return text


Title = Annotated[Text, AfterValidator(_with_year)]


class Titles(Frozen):
    """Title, subtitle and running title; ``{year}`` stands for the edition."""

    title: Title
    subtitle: Title
    short: Title


class Fonts(Frozen):
    """Font families for text and headings; ``files``, below the project, are used beside the pinned ones by digest."""

    serif: Name
    sans: Name
    files: tuple[Name, ...] = ()


class Limits(Frozen):
    """What one notebook may take: seconds to start, per cell and altogether, bytes of output per cell and altogether.

    ``memory_bytes`` is what its kernel may take; 0 means no limit.
    """

    start_seconds: Annotated[int, Field(gt=0)]
    cell_seconds: Annotated[int, Field(gt=0)]
    notebook_seconds: Annotated[int, Field(gt=0)]
    cell_output_bytes: Annotated[int, Field(gt=0)]
    output_bytes: Annotated[int, Field(gt=0)]
    memory_bytes: Annotated[int, Field(ge=0)]


class ReportSettings(Frozen):
    """The settings of every edition.

    ``engine``: ``auto`` takes Quarto where it is found; ``quarto_path`` names one; ``workers`` 0 means one per core.
    """

    titles: Titles
    publisher: Text
    engine: Literal["auto", "quarto", "embedded"]
    quarto_path: str | None
    formats: Annotated[tuple[Format, ...], Field(min_length=1), AfterValidator(_once)]
    fonts: Fonts
    limits: Limits
    workers: Annotated[int, Field(ge=0)]


class Contact(Frozen):
    """Whom a reader may ask: a unit and a telephone, never a person."""

    unit: Text | None
    telephone: str | None
    address: Text | None


class SiteSettings(Frozen):
    """What a government website must say about itself; empty until the publisher fills it in."""

    site_name: Text | None
    domain: str | None
    url: str | None
    column_name: Text | None
    column_description: Text | None
    column_keywords: Text | None
    column_type: Text | None
    content_source: Text | None
    author: Text | None
    index_number: str | None
    filing_number: str | None
    police_number: str | None
    identity_code: str | None
    contact: Contact
