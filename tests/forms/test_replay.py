"""An old visit leads to the very same impression under its own content, whatever the content has become since."""

import pytest

from forms.assessment import assess_all
from forms.content import fingerprint, load_content, packed, read_content, shipped_files, unpacked
from forms.errors import ContentError
from forms.examples import load_examples
from forms.exchange.assessment_json import assessment_text
from forms.replay import compare, replay
from forms.response import Answer, QuestionnaireResponse
from tests.desktop.open_visits import NOON, example_answers

RULE = 'id = "D04"\npoints = 2'


def log_of(response: QuestionnaireResponse) -> tuple[Answer, ...]:
    return tuple(
        Answer(
            id=key, encounter_id="e", key=key, value=value, role="physio", typed_by="jo", at=NOON, desk="1",
            form_version="1",
        )
        for key, value in response.answers.items()
    )  # fmt: skip


def changed_files() -> dict[str, bytes]:
    """The pack with one rule worth one point less."""
    files = dict(shipped_files())
    name = next(one for one in files if RULE.encode() in files[one])
    files[name] = files[name].replace(RULE.encode(), RULE.replace("2", "1").encode())
    return files


@pytest.mark.parametrize("example_id", [one.id for one in load_examples()])
def test_every_example_is_reached_again_to_the_letter(example_id: str) -> None:
    response, content = example_answers(example_id), load_content()
    kept = assessment_text(assess_all(response, content))
    again = replay(
        kept,
        piece=packed(content.files),
        sha256=content.sha256,
        intake_date=response.authored,
        log=log_of(response),
        reviews=(),
    )
    assert again.is_identical
    assert again.content_version == content.version


def test_what_was_concluded_with_old_rules_is_reached_with_those_and_not_with_new_ones() -> None:
    response = example_answers("EX05")
    old_files = changed_files()
    old = read_content(old_files)
    kept = assessment_text(assess_all(response, old))
    again = replay(
        kept,
        piece=packed(old_files),
        sha256=old.sha256,
        intake_date=response.authored,
        log=log_of(response),
        reviews=(),
    )
    assert again.is_identical
    assert assessment_text(assess_all(response, load_content())) != kept


def test_a_pack_comes_out_as_it_went_in_and_damage_is_noticed() -> None:
    files = shipped_files()
    piece = packed(files)
    assert unpacked(piece, fingerprint(files)) == dict(files)
    for damaged in (piece[:-9], b"", packed(changed_files())):
        with pytest.raises(ContentError, match="last good backup"):
            unpacked(damaged, fingerprint(files))


def test_a_comparison_says_whose_lead_tier_or_programme_differs() -> None:
    now = load_content()
    response = example_answers("EX05")
    assert compare("1", response, (), now=now, new=now).kinds == ()
    files = {
        name: text.replace(b'id = "D01"\npoints = 4', b'id = "D01"\npoints = -40') for name, text in now.files.items()
    }
    change = compare("1", response, (), now=now, new=read_content(files))
    assert change.before.lead == "D"
    assert "lead" in change.kinds
