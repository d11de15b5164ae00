"""The journal in words: each action known, each changed field before and after, no password ever."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from domain.proposal import Act
from services.words.journal import OF_PROPOSAL, ChangedField, changes_of, text_of, timeline_entry
from store.journal import JournalEntry

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


def entry(action: str, before: Any = None, after: Any = None, **about: str) -> JournalEntry:
    subject: dict[str, Any] = {"scenario_id": None, **(about or {"proposal_id": "LP-000001"})}
    return JournalEntry(1, NOW, "Chloé", action, subject.pop("scenario_id"), before, after, **subject)


@pytest.mark.parametrize("action", ["create", "edit", "attach", "remove", "restore", *Act])
def test_every_action_on_a_proposal_has_its_words(action: str) -> None:
    assert text_of(entry(action)) == OF_PROPOSAL[action]


def test_an_action_that_is_not_known_is_told_as_such() -> None:
    assert text_of(entry("erase")) == "Autre écriture (erase)"


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"scenario_id": "s1"}, "Scénario enregistré"),
        ({"person_id": "p1"}, "Compte créé"),
        ({"organisation": None}, "Organisation ajoutée"),
    ],
)
def test_what_is_made_is_named_by_what_it_is(about: dict[str, Any], words: str) -> None:
    assert text_of(entry("create", **about)) == words


def test_a_decision_tells_its_stages_its_reason_and_what_it_took_back() -> None:
    told = changes_of(
        entry(
            "refuse",
            {"stage": "submitted", "content": {"area_m2": 150.0}},
            {"stage": "accepted", "reason": "Trop loin", "content": {"area_m2": 140.0}},
        )
    )
    assert told == [
        ChangedField(label="Étape", before="Soumis, en attente de décision", after="Accepté, visible de tous"),
        ChangedField(label="Motif", before=None, after="Trop loin"),
        ChangedField(label="Surface", before="150\u202fm²", after="140\u202fm²"),
    ]


def test_an_accepted_change_tells_what_everybody_sees_now() -> None:
    told = changes_of(
        entry("accept", {"stage": "submitted", "published": {"area_m2": 140.0}}, {"stage": "accepted", "published": {"area_m2": 150.0}})
    )
    assert told[1:] == [ChangedField(label="Surface", before="140\u202fm²", after="150\u202fm²")]


def test_an_edit_tells_its_fields_and_a_renewal_changes_none() -> None:
    told = changes_of(entry("edit", {"lat": 43.1, "contact": None}, {"lat": 43.2, "contact": "Mme Exemple"}))
    assert [(line.label, line.before, line.after) for line in told] == [
        ("Position (longitude, latitude)", "… ; 43,1", "… ; 43,2"),
        ("Contact", None, "Mme Exemple"),
    ]
    assert changes_of(entry("renew", {"stage": "accepted"}, {"stage": "accepted"})) == []


def test_an_attachment_is_named_where_it_came_or_went() -> None:
    after = {"attachment": "x", "name": "façade.jpg", "photos": ["x"]}
    assert changes_of(entry("attach", {}, after)) == [ChangedField(label="Pièce jointe", before=None, after="façade.jpg")]
    assert changes_of(entry("remove", {}, after)) == [ChangedField(label="Pièce jointe", before="façade.jpg", after=None)]


def test_a_scenario_and_an_account_are_told_in_words_too() -> None:
    scenario = changes_of(entry("update", {"starred": False, "status": "draft"}, {"starred": True, "status": "chosen"}, scenario_id="s1"))
    assert [(line.label, line.before, line.after) for line in scenario] == [
        ("Étoile", "non", "oui"),
        ("Étape", "Brouillon", "Retenu"),
    ]
    account = changes_of(entry("create", None, {"login": "ada", "role": "waste", "landlord": None}, person_id="p1"))
    assert ChangedField(label="Rôle", before=None, after="Direction Déchets") in account
    long = changes_of(entry("create", None, {"question": "k" * 5_000}, scenario_id="s1"))[0].after
    assert len(long) == 300


def test_an_entry_says_when_and_who() -> None:
    told = timeline_entry(entry("accept", {"stage": "submitted"}, {"stage": "accepted"}))
    assert (told.at, told.author, told.text) == ("2026-11-23T09:00:00+00:00", "Chloé", "Lieu accepté, visible de tous")


def test_a_caption_is_told_before_and_after() -> None:
    about = {"attachment": "x", "name": "façade.jpg"}
    told = changes_of(entry("caption", {**about, "caption": ""}, {**about, "caption": "Côté cour"}))
    assert told == [ChangedField(label="Légende : façade.jpg", before=None, after="Côté cour")]
