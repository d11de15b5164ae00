"""Rights: the whole table of roles and actions, and what makes a login, a name or a password refused."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.person import (
    ROLE_LABELS,
    VISITOR,
    Action,
    NotAllowed,
    Person,
    PersonDraft,
    PersonRole,
    can,
    name_key,
    require,
)
from i18n import use_language


@dataclass(frozen=True)
class Thing:
    author: str | None


OWN, OTHER, NOBODY = Thing("Ada Lovelace"), Thing("Marie Curie"), Thing(None)
ASKED = Thing("p1")  # the id of whoever asked for a computation
SAVERS = set(PersonRole) - {PersonRole.VISITOR}
EDITORS = {PersonRole.PLANNER, PersonRole.FACILITATOR}
DECIDERS = {PersonRole.ECONOMY, PersonRole.FACILITATOR}
# For each action and thing, the roles that may, of a service with accounts.
TABLE: dict[tuple[Action, Thing | None], set[PersonRole]] = {
    (Action.READ, None): set(PersonRole),
    (Action.READ, OTHER): set(PersonRole),
    (Action.SAVE_SCENARIO, None): SAVERS,
    (Action.CHANGE_SCENARIO, None): SAVERS,
    (Action.CHANGE_SCENARIO, OWN): SAVERS,
    (Action.CHANGE_SCENARIO, NOBODY): SAVERS,
    (Action.CHANGE_SCENARIO, OTHER): EDITORS,
    (Action.MANAGE_PERSONS, None): {PersonRole.FACILITATOR},
    (Action.REFRESH_DATA, None): {PersonRole.FACILITATOR},
    (Action.OWN_ACCOUNT, None): set(PersonRole),
    (Action.PROPOSE, None): {PersonRole.LANDLORD, PersonRole.ECONOMY},
    (Action.MODERATE, None): DECIDERS,
    (Action.READ_PROPOSALS, None): DECIDERS | {PersonRole.LANDLORD},
    (Action.READ_JOURNAL, None): DECIDERS | {PersonRole.LANDLORD},
    (Action.READ_MEETINGS, None): SAVERS,
    (Action.PREPARE_MEETING, None): {PersonRole.FACILITATOR},
    (Action.PUBLISH, None): {PersonRole.FACILITATOR},
    (Action.MANAGE_LAYERS, None): {PersonRole.FACILITATOR},
    (Action.INVITE, None): DECIDERS,
    (Action.TAKE_POSITION, None): SAVERS - {PersonRole.PLANNER},
    (Action.FOLLOW_PLACE, None): DECIDERS,
    (Action.STOP_COMPUTATION, None): SAVERS,
    (Action.STOP_COMPUTATION, ASKED): SAVERS,
    (Action.STOP_COMPUTATION, OTHER): EDITORS,
    (Action.STOP_COMPUTATION, NOBODY): EDITORS,
}


def _person(role: PersonRole, **changes: object) -> Person:
    landlord = "hpr" if role is PersonRole.LANDLORD else None
    return replace(Person("p1", "ada", "Ada Lovelace", role, landlord), **changes)  # type: ignore[arg-type]


def test_the_table_knows_every_action() -> None:
    assert {action for action, _thing in TABLE} == set(Action)
    assert set(ROLE_LABELS) == set(PersonRole)


@pytest.mark.parametrize("role", PersonRole)
@pytest.mark.parametrize(("action", "thing"), TABLE)
def test_each_role_may_do_exactly_what_the_table_says(action: Action, thing: Thing | None, role: PersonRole) -> None:
    person, expected = _person(role), role in TABLE[action, thing]
    assert can(person, action, thing) is expected
    if expected:
        require(person, action, thing)
        return
    with pytest.raises(NotAllowed, match=r"^[A-ZÀ-Ý].{10,}\.$"):
        require(person, action, thing)


@pytest.mark.parametrize("role", PersonRole)
@pytest.mark.parametrize(("action", "thing"), TABLE)
def test_a_disabled_person_may_only_read(action: Action, thing: Thing | None, role: PersonRole) -> None:
    assert can(_person(role, active=False), action, thing, is_open=True) is (action is Action.READ)


def test_whoever_has_not_signed_in_reads_and_saves_only_while_nobody_could_sign_in() -> None:
    assert can(VISITOR, Action.READ)
    for action, thing in ((Action.SAVE_SCENARIO, None), (Action.CHANGE_SCENARIO, None), (Action.CHANGE_SCENARIO, NOBODY)):
        assert not can(VISITOR, action, thing)
        assert can(VISITOR, action, thing, is_open=True)
    assert not can(VISITOR, Action.CHANGE_SCENARIO, OTHER, is_open=True)
    assert not can(VISITOR, Action.CHANGE_SCENARIO, Thing(""), is_open=True)
    assert not can(VISITOR, Action.MANAGE_PERSONS, is_open=True)
    assert not can(VISITOR, Action.OWN_ACCOUNT, is_open=True)


def test_a_refusal_says_what_to_do() -> None:
    with pytest.raises(NotAllowed, match="se connecter"):
        require(VISITOR, Action.SAVE_SCENARIO)
    with pytest.raises(NotAllowed, match="dupliquer"):
        require(_person(PersonRole.WASTE), Action.CHANGE_SCENARIO, OTHER)
    with pytest.raises(NotAllowed, match="Direction Déchets"):
        require(_person(PersonRole.WASTE), Action.MANAGE_PERSONS)
    with use_language("en"), pytest.raises(NotAllowed, match="sign in"):
        require(VISITOR, Action.SAVE_SCENARIO)


@given(st.text(max_size=30), st.text(max_size=30))
def test_somebody_elses_scenario_is_never_taken_for_ones_own(mine: str, theirs: str) -> None:
    person = replace(_person(PersonRole.WASTE), name=mine)
    assert can(person, Action.CHANGE_SCENARIO, Thing(theirs)) is (bool(mine) and name_key(mine) == name_key(theirs))


@pytest.mark.parametrize("same", ["ada lovelace", "Ada  Lovelace ", "ADA LOVELACE", "Ada\u00a0Lovelace"])
def test_names_that_a_reader_takes_for_one_are_one(same: str) -> None:
    assert name_key(same) == name_key("Ada Lovelace")
    assert name_key("Ada Lovelacé") == name_key("Ada Lovelace\u0301") != name_key("Ada Lovelace")


LOGINS = {"ada": "ada", " Ada.Lovelace@Ville-13.fr ": "ada.lovelace@ville-13.fr", "a1": "a1", "x" * 64: "x" * 64}


@pytest.mark.parametrize("login", LOGINS)
def test_a_login_is_kept_in_lower_case(login: str) -> None:
    assert PersonDraft(login, "Ada", PersonRole.WASTE).login == LOGINS[login]


@pytest.mark.parametrize("login", ["", "a", "x" * 65, "ad a", "éva", ".ada", "ada\n\nb", "a;b", "<b>", "ａｄａ"])
def test_another_login_is_refused_by_the_fields_name(login: str) -> None:
    with pytest.raises(ValueError, match="Identifiant"):
        PersonDraft(login, "Ada", PersonRole.WASTE)


@pytest.mark.parametrize("name", ["", "  ", "x" * 121, "Ada\nLovelace"])
def test_a_name_that_cannot_be_an_authors_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="Nom"):
        PersonDraft("ada", name, PersonRole.WASTE)


@pytest.mark.parametrize("email", ["ada@ville-13.fr", " Ada.Lovelace+local@Sous.Exemple.FR "])
def test_an_address_is_kept_in_lower_case(email: str) -> None:
    assert PersonDraft("ada", "Ada", PersonRole.WASTE, email=email).email == email.strip().lower()


@pytest.mark.parametrize(
    "email", ["", "ada", "ada@ville", "a b@ville.fr", "ada@ville.fr\nBcc: x@y.fr", "é@ville.fr", "a@b.fr" + "x" * 250, "@b.fr"]
)
def test_what_is_no_address_is_refused(email: str) -> None:
    with pytest.raises(ValueError, match="Adresse"):
        PersonDraft("ada", "Ada", PersonRole.WASTE, email=email)


@pytest.mark.parametrize("role", PersonRole)
def test_a_landlords_agent_belongs_to_a_known_landlord_and_nobody_else_does(role: PersonRole) -> None:
    is_landlord = role is PersonRole.LANDLORD
    assert PersonDraft("ada", "Ada", role, "hpr" if is_landlord else None).belongs_to_one_of({"hpr"}).role is role
    with pytest.raises(ValueError, match="Bailleur"):
        PersonDraft("ada", "Ada", role, None if is_landlord else "hpr")


def test_an_unknown_landlord_is_refused_by_its_code() -> None:
    with pytest.raises(ValueError, match="«\u00a0zzz\u00a0»"):
        PersonDraft("ada", "Ada", PersonRole.LANDLORD, "zzz").belongs_to_one_of({"hpr", "mlo"})
