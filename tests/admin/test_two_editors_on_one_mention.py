"""Two editors with one mention open: the second one's form says what the first decided, and saves nothing."""

from __future__ import annotations

from django.contrib.auth.models import User

from conflictmap.models import Mention
from conflictmap.pipeline.review import accept_mention

from .conftest import PASSWORD, errors_of, form_values, make_mention, notes_of


def at(mention: Mention) -> str:
    return f"/admin/conflictmap/mention/{mention.pk}/change/"


def test_the_second_is_told_in_words_and_may_then_decide_otherwise(desk, editor, send, report):
    mention = make_mention(report, "Hama")
    opened = form_values(desk.get(at(mention)), "mention")
    otto = User.objects.create_superuser("otto", password=PASSWORD)
    accept_mention(mention=mention, by=otto)

    page = desk.post(at(mention), opened | {"decision": "reject", "_save": "1"})
    (said,) = errors_of(page)["__all__"]
    assert "“Hama” was accepted as Hama by otto on" in said and "Nothing of yours was saved" in said
    mention.refresh_from_db()
    assert (mention.status, mention.reviewed_by) == (Mention.ACCEPTED, otto)

    shown = form_values(page, "mention")
    assert shown["decision"] == "reject", "what was chosen is kept"
    desk.post(at(mention), shown | {"_save": "1"})
    mention.refresh_from_db()
    assert (mention.status, mention.reviewed_by) == (Mention.REJECTED, editor)


def test_a_decision_is_taken_back_from_the_list(desk, editor, report):
    mention = make_mention(report, "Hama")
    accept_mention(mention=mention, by=editor)
    page = desk.post(
        "/admin/conflictmap/mention/?review=all",
        {"action": "reopen", "_selected_action": [str(mention.pk)]},
        follow=True,
    )
    assert "1 reopened." in notes_of(page)
    assert list(Mention.objects.awaiting_review()) == [mention]
