from __future__ import annotations

import pytest

from polymuse.brief.script.language_detection import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The lamp is lit, and nobody saw it.", "en"),
        ("Seit vierzig Jahren fährt Jakob über denselben Fluss. Heute fährt er zum letzten Mal.", "de"),
        ("Il y avait une fois un phare qui avait peur du noir.", "fr"),
        ("El mar está tranquilo y la luna brilla en el cielo.", "es"),
        ("Жил-был кот.", "ru"),
        ("كان القمر يضيء البحر.", "ar"),
        ("ילד וכלב", "he"),
        ("Home. Sweet home.", None),
        ("", None),
    ],
)
def test_plain_cases(text: str, language: str | None):
    assert detect_language(text) == language
