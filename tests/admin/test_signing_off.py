"""Sign-off at the desk: chosen in the theatre, listed for whoever looks for it, done by another editor than the recorder."""

from __future__ import annotations

from django.contrib.auth.models import User

from conflictmap.models import Claim

from .conftest import PASSWORD, form_values, make_claim, notes_of, signed_in

LIST = "/admin/conflictmap/claim/?sign_off=awaiting"


def test_from_the_theatres_setting_to_a_signed_claim(desk, editor, theatre, send):
    address = f"/admin/conflictmap/theatre/{theatre.pk}/change/"
    send(desk, address, "theatre", sign_off_sources=["observatory"], sign_off_kinds=["agency"], _save="1")
    theatre.refresh_from_db()
    assert (theatre.sign_off_sources, theatre.sign_off_kinds) == (["observatory"], ["agency"])
    assert form_values(desk.get(address), "theatre")["sign_off_sources"] == "observatory"

    claim, other = make_claim(theatre, by=editor), make_claim(theatre, "idlib")
    assert list(desk.get(LIST).context["cl"].result_list) == [claim] and not other.awaits_sign_off
    page = desk.get(f"/admin/conflictmap/claim/{claim.pk}/change/").content.decode()
    assert "Another editor must sign this off" in page and "not signed off" in page

    assert "your sign-off" not in desk.get("/admin/").content.decode(), "nobody signs off their own"

    sign = {"action": "sign_off_selected", "_selected_action": [str(claim.pk)]}
    assert "You recorded this row yourself" in notes_of(desk.post(LIST, sign, follow=True))
    assert Claim.objects.get(pk=claim.pk).awaits_sign_off

    otto = User.objects.create_superuser("otto", password=PASSWORD)
    assert (
        f'<a href="{LIST}"><b>1</b> claim of other editors awaits your sign-off'
        in signed_in(otto).get("/admin/").content.decode()
    )
    assert "1 signed off." in notes_of(signed_in(otto).post(LIST, sign, follow=True))
    assert Claim.objects.get(pk=claim.pk).signed_off_by == otto
    page = desk.get(f"/admin/conflictmap/claim/{claim.pk}/change/").content.decode()
    assert "signed off" in page and "by otto" in page and "In force" in page
