"""The rule manual that comes with the program says what its content says."""

import resources
from forms.content import load_content
from reports.manual import rule_manual


def test_the_manual_in_the_repository_is_that_of_the_content() -> None:
    kept = resources.read_bytes("manual/rule_manual.html").decode("utf-8")
    assert kept == rule_manual(load_content()), (
        "The manual is stale. Write it anew: python3 start.py manual resources/manual/rule_manual.html"
    )
