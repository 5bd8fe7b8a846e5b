"""Errors for people: every problem at once, in two languages, also from another process."""

from __future__ import annotations

import pickle

import pytest

from lyreport.errors import Bilingual, Problem, RenderError, UserError

PROBLEMS = [
    Problem("a.one", "chapters/zh/_a.qmd:3", Bilingual("缺图", "a picture is missing"), Bilingual("补上", "supply it")),
    Problem("a.two", "", Bilingual("缺字", "a word is missing"), Bilingual("补上", "supply it")),
]


@pytest.mark.parametrize("hint", [None, Bilingual("手工查看", "see it by hand")])
def test_an_error_survives_the_way_from_a_worker_process(hint):
    """Problems, hint, class and words are the same after pickling; else a pool breaks and the cause is lost."""
    error = RenderError(PROBLEMS, hint=hint)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(again) is RenderError
    assert again.problems == error.problems
    assert again.say("zh") == error.say("zh")
    assert str(again) == str(error)


def test_every_problem_is_said_with_place_and_cure():
    """One error carries all faults, counted, each with its next step."""
    said = UserError(PROBLEMS, hint=Bilingual("见文档", "see the docs")).say("en")
    assert said.splitlines() == [
        "The command was not understood (2)",
        "  - chapters/zh/_a.qmd:3: a picture is missing",
        "    → supply it",
        "  - a word is missing",
        "    → supply it",
        "see the docs",
    ]
