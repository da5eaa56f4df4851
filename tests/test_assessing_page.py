"""docs/assessing.md is what the code says: written from its tables, with nothing left out."""

from __future__ import annotations

import re
from pathlib import Path

from conflictmap.core import assess, conclude, replay, rules_page
from conflictmap.core.assess import AREA_RULE, RULES

ROOT = Path(__file__).parent.parent


def test_the_page_is_as_the_code_writes_it():
    page = (ROOT / "docs" / "assessing.md").read_text(encoding="utf-8")
    assert page == rules_page.rules_page(), "run `manage.py document_rules`"


def test_the_page_says_of_every_rule_what_it_is_worth_and_for_example():
    page = rules_page.rules_page()
    for rule in (*RULES, AREA_RULE):
        _, _, section = page.partition(f"`{rule.name}`\n\n")
        assert section.startswith(rule.says)
        section = section.partition("\n#")[0]
        assert f"Standing {rule.standing}:" in section
        assert f" {rule.weight}" in section
        assert rule.example in section


def test_every_option_of_assessing_is_on_the_page():
    found = set()
    for module in (assess, replay, conclude):
        _, _, options = Path(str(module.__file__)).read_text(encoding="utf-8").partition("# --- The options ---")
        found |= set(re.findall(r"^([A-Z_]+) = ", options.partition("\n\n")[0], re.M))
    assert found == rules_page.OPTIONS.keys()
    assert len(found) > 5


def test_the_method_leads_to_the_page():
    assert "](assessing.md)" in (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
