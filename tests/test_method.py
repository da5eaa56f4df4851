"""What docs/method.md says of the rules is what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from conflictmap.core.assess import AREA_RULE, RULES

METHOD = Path(__file__).parent.parent / "docs" / "method.md"


def test_the_methods_table_is_the_codes_table():
    rows = re.findall(r"^\| `([a-z-]+)` \| (\d) \| (.+?) \| (.+?) \|$", METHOD.read_text(), re.M)
    said = [(name, int(standing), text) for name, standing, _, text in rows]
    assert said == [(rule.name, rule.standing, rule.says) for rule in (*RULES, AREA_RULE)]
    weights = {name: weight for name, _, weight, _ in rows}
    for rule in RULES:
        if rule.name != "background":
            assert float(weights[rule.name]) == rule.weight
    assert weights["area"] == f"× {AREA_RULE.weight}"
