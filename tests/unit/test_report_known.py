"""Parts of a document that were composed before."""

from __future__ import annotations

from lyreport.report.known import Known
from lyreport.report.pandoc import Trees
from lyreport.report.shown import Shown
from lyreport.report.words import Rendered, Source, render


def fill(known: Known, shown: Shown, text: str) -> Rendered:
    """Fill in the words of a section as far as that is not known."""
    source = Source("38-livable-villages", shown.lang, "notebooks/38-livable-villages.zh.qmd", text)
    return known.chapter(shown, source, lambda: render(source, shown))


def test_a_known_part_says_and_shows_what_it_said(material) -> None:
    """The same words give the same text, log and list of what was shown, and are not filled in again."""
    first, again = Shown(material, "zh"), Shown(material, "zh")
    known = Known("ground")
    filled = fill(known, first, '<< lead("Q05") >>')
    later = Known.of("ground", known.dumped())
    assert fill(later, again, '<< lead("Q05") >>') == filled
    assert (first.seen, later.grown) == (again.seen, False)


def test_what_was_shown_before_decides_what_a_part_says(material) -> None:
    """An anchor stands where an indicator is first asked for: after another part of it, the words read otherwise."""
    known = Known("ground")
    alone = fill(known, Shown(material, "zh"), '<< lead("Q05") >>')
    after = fill(known, Shown(material, "zh", {"#Q05"}), '<< lead("Q05") >>')
    assert ("{#Q05}" in alone.text, "{#Q05}" in after.text) == (True, False)


def test_other_material_and_faulty_words_are_not_known(material) -> None:
    """Under another ground nothing is taken; what has faults is filled in each time."""
    known = Known("ground")
    fill(known, Shown(material, "zh"), '<< lead("Q05") >>')
    other = Known.of("other ground", known.dumped())
    fill(other, Shown(material, "zh"), '<< lead("Q05") >>')
    assert other.grown
    faulty = Known("ground")
    assert [len(fill(faulty, Shown(material, "zh"), '<< value("Q99") >>').log.problems) for _ in range(2)] == [1, 1]
    assert not faulty.now


def test_a_text_is_read_once() -> None:
    """Whoever asks again for the same text in the same language gets the same tree."""
    with Trees() as trees:
        one, same, other = (trees.begin("en", text) for text in ("# One", "# One", "# Other"))
        assert one is same
        assert one.result() != other.result()
