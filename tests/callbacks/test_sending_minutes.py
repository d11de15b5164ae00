"""The form that sends the minutes of a meeting: the PDF and the register of its archive go to the addresses that it names."""

from __future__ import annotations

from callbacks.application import Convergence
from callbacks.meetings import MeetingForms, shown
from services.context import Context
from tests.store.people import CHIEF


def test_the_minutes_leave_with_their_pdf_and_register_and_the_meeting_says_so(app: Convergence, context: Context) -> None:
    outcome = {"option": "text.Oui", "words": "Oui", "why": ""}
    options = [{"kind": "text", "ref": "", "words": "Oui"}]
    parts = {"title": "Printemps", "participants": {"others": "jeanne@quartier.fr"}, "d1.question": "Ouvrir ?", "d1.rank": 1}
    meeting = context.meetings.create(CHIEF, {**parts, "d1.options": options, "d1.outcome": outcome})
    with app.server.test_request_context():
        forms = MeetingForms(context, CHIEF, meeting.id)
        forms.save("close", meeting.version, {"confirm": "real"})
        form = forms.open("send")
        assert "jeanne@quartier.fr" in form.fields[0].help
        assert "Aucun serveur de courriel" in form.fields[0].help
        forms.save("send", form.version, {"words": "Bonne lecture"})
        screen = str(shown(context, CHIEF, f"/seances/{meeting.id}", 0, None))
    letters = [one for one in context.journal.outbox.pending() if one.meeting_id == meeting.id]
    assert [one.to_address for one in letters] == ["jeanne@quartier.fr"]
    assert "Bonne lecture" in letters[0].body
    files = context.journal.outbox.files(letters[0])
    assert [data[:4] for data in files.values()] == [b"%PDF", b"PK\x03\x04"]
    assert "Compte rendu adressé à 1 destinataire" in screen
    assert "non envoyé" in screen
    assert "Envoyer le compte rendu" not in screen
