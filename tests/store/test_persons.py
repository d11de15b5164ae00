"""Persons in the database: kept without their password, told in the journal, and managed by the facilitator alone."""

from __future__ import annotations

from collections.abc import Callable
from unicodedata import normalize

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy import text

from domain.person import NotAllowed, Person, PersonDraft, PersonRole
from store import creation, journal
from store.database import Database
from store.persons import HASHER, Persons, Taken, UnknownPerson
from store.scenarios import Scenarios
from store.sessions import Sessions, digest
from store.verify import faults
from tests.store.contents import everything
from tests.store.drafts import draft
from tests.store.people import CHEAP, CHIEF, LANDLORDS, PASSWORD, PLANNER, enrol

OTHER_PASSWORD = "tout autre chose, le soir"  # noqa: S105 - of nobody


@pytest.fixture
def persons(database: Database) -> Persons:
    return Persons(database, CHEAP)


def test_a_person_signs_in_with_their_password_and_no_other(persons: Persons) -> None:
    assert not persons.exist()
    ada = enrol(persons, "ada", PersonRole.LANDLORD)
    assert persons.exist()
    assert (ada.login, ada.role, ada.landlord, ada.active, ada.version) == ("ada", PersonRole.LANDLORD, "hpr", True, 1)
    assert persons.authenticate(" ADA ", PASSWORD) == ada
    for login, password in (("ada", ""), ("ada", PASSWORD + " "), ("eve", PASSWORD), ("", PASSWORD), ("ada' OR '1'='1", PASSWORD)):
        assert persons.authenticate(login, password) is None
    assert persons.list(CHIEF) == (ada,)


def test_an_accent_is_the_same_however_a_keyboard_writes_it(persons: Persons) -> None:
    enrol(persons)
    assert "à" in PASSWORD
    assert persons.authenticate("ada", PASSWORD.replace("à", "a\u0300"))


@examples(max_examples=40, suppress_health_check=(HealthCheck.function_scoped_fixture,))
@given(password=st.text(max_size=60))
def test_any_other_password_is_wrong(password: str, persons: Persons) -> None:
    if not persons.exist():
        enrol(persons)
    assert persons.authenticate("ada", password) is None or normalize("NFC", password) == PASSWORD


def test_passwords_are_kept_as_argon2_hashes_alone(database: Database) -> None:
    enrol(Persons(database, HASHER))
    with database.reading() as connection:
        (kept,) = connection.execute(text("SELECT password FROM persons")).scalars()
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert PASSWORD.encode() not in everything(database)


def test_an_unknown_login_is_checked_as_slowly_as_a_known_one(database: Database) -> None:
    seen: list[str] = []

    class Watched(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]
            seen.append(str(hash).rpartition("$")[0].rpartition("$")[0])
            return super().verify(hash, password)  # type: ignore[return-value]

    persons = Persons(database, Watched(time_cost=1, memory_cost=8, parallelism=1))
    enrol(persons)
    enrol(persons, "gone")
    persons.disable(CHIEF, "gone")
    for login in ("ada", "nobody", "gone"):
        persons.authenticate(login, "wrong")
    assert len(seen) == 3
    assert len(set(seen)) == 1


def test_a_disabled_person_signs_in_no_more_and_is_signed_out_everywhere(persons: Persons, database: Database) -> None:
    ada, eve = enrol(persons), enrol(persons, "eve")
    sessions = Sessions(database)
    tokens = [sessions.open(ada), sessions.open(ada), sessions.open(eve)]
    gone = persons.disable(CHIEF, "ada")
    assert (gone.active, gone.version) == (False, 2)
    assert persons.authenticate("ada", PASSWORD) is None
    assert [sessions.holder(token) is not None for token in tokens] == [False, False, True]
    assert persons.disable(CHIEF, "ada") == gone
    assert persons.exist()


def test_a_new_password_replaces_the_old_one_and_ends_every_session(persons: Persons, database: Database) -> None:
    token = Sessions(database).open(enrol(persons))
    changed = persons.set_password(CHIEF, "Ada", OTHER_PASSWORD)
    assert changed.version == 2
    assert persons.authenticate("ada", PASSWORD) is None
    assert persons.authenticate("ada", OTHER_PASSWORD) == changed
    assert Sessions(database).holder(token) is None


def test_an_address_is_given_changed_and_told(persons: Persons, database: Database) -> None:
    ada = persons.create(CHIEF, PersonDraft("ada", "Ada", PersonRole.WASTE, email="Ada@Exemple.fr"), PASSWORD, LANDLORDS)
    token = Sessions(database).open(ada)
    assert persons.set_email(CHIEF, "ada", " ADA@exemple.fr ") == ada
    assert Sessions(database).holder(token)
    assert persons.set_email(CHIEF, "ada", "ada@ailleurs.fr").version == 2
    assert Sessions(database).holder(token) is None
    assert persons.set_email(CHIEF, "ada", None).version == 3
    first, second, third = persons.history(CHIEF, ada.id)
    assert first.after is not None
    assert first.after["email"] == "ada@exemple.fr"
    assert (second.before, second.after) == ({"email": "ada@exemple.fr"}, {"email": "ada@ailleurs.fr"})
    assert (third.before, third.after) == ({"email": "ada@ailleurs.fr"}, {"email": None})
    with pytest.raises(ValueError, match="Adresse"):
        persons.set_email(CHIEF, "ada", "nobody")


def test_a_login_or_a_name_is_nobody_elses_even_once_disabled(persons: Persons) -> None:
    enrol(persons, "ada", name="Ada Lovelace")
    persons.disable(CHIEF, "ada")
    for login, name in (("ADA", "Autre"), ("autre", "ada  LOVELACE")):
        with pytest.raises(Taken, match="déjà pris"):
            enrol(persons, login, name=name)
    assert len(persons.list(CHIEF)) == 1


def test_what_is_refused_leaves_nothing_behind(persons: Persons) -> None:
    agent = PersonDraft("bob", "Bob", PersonRole.LANDLORD, "zzz")
    with pytest.raises(ValueError, match="zzz"):
        persons.create(CHIEF, agent, PASSWORD, LANDLORDS)
    for password in ("court", "mot-de-passe-de-bob", "x" * 201):
        with pytest.raises(ValueError, match="Mot de passe"):
            persons.create(CHIEF, PersonDraft("bob", "Bob", PersonRole.WASTE), password, LANDLORDS)
    assert not persons.exist()
    enrol(persons)
    with pytest.raises(ValueError, match="identifiant"):
        persons.set_password(CHIEF, "ada", "encore-ADA-encore")
    assert persons.authenticate("ada", PASSWORD)


def test_nobody_is_not_found_by_name(persons: Persons) -> None:
    for act in (lambda: persons.disable(CHIEF, "nobody"), lambda: persons.set_password(CHIEF, "nobody", PASSWORD)):
        with pytest.raises(UnknownPerson, match="nobody"):
            act()


ACTS: dict[str, Callable[[Persons, Person], object]] = {
    "create": lambda persons, actor: persons.create(actor, PersonDraft("bob", "Bob", PersonRole.WASTE), PASSWORD, LANDLORDS),
    "list": lambda persons, actor: persons.list(actor),
    "disable": lambda persons, actor: persons.disable(actor, "ada"),
    "password": lambda persons, actor: persons.set_password(actor, "ada", OTHER_PASSWORD),
    "email": lambda persons, actor: persons.set_email(actor, "ada", "ada@exemple.fr"),
    "history": lambda persons, actor: persons.history(actor, "ada"),
}


@pytest.mark.parametrize("role", [role for role in PersonRole if role is not PersonRole.FACILITATOR])
@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_only_the_facilitator_manages_persons(act: Callable[[Persons, Person], object], role: PersonRole, persons: Persons) -> None:
    ada = enrol(persons)
    with pytest.raises(NotAllowed):
        act(persons, Person("x", "x", "X", role, "hpr" if role is PersonRole.LANDLORD else None))
    assert persons.list(CHIEF) == (ada,)
    assert persons.authenticate("ada", PASSWORD) == ada


def test_the_journal_tells_every_write_and_nothing_of_the_password(persons: Persons, database: Database) -> None:
    ada = enrol(persons)
    persons.set_password(CHIEF, "ada", OTHER_PASSWORD)
    persons.disable(CHIEF, "ada")
    history = persons.history(CHIEF, ada.id)
    assert [(entry.action, entry.author, entry.scenario_id) for entry in history] == [
        (action, CHIEF.name, None) for action in ("create", "password", "disable")
    ]
    assert history[0].after == {"login": "ada", "name": "Personne ada", "role": "waste", "landlord": None, "active": True}
    assert (history[1].before, history[1].after) == (None, {})
    assert (history[2].before, history[2].after) == ({"active": True}, {"active": False})
    with database.reading() as connection:
        told = str(connection.execute(text("SELECT * FROM journal")).all())
    assert "argon2" not in told
    assert PASSWORD not in told
    assert OTHER_PASSWORD not in told


def test_a_write_whose_journal_row_fails_is_not_made(persons: Persons, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = enrol(persons)

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(journal, "append", fail)
    for name in ("create", "disable", "password"):
        with pytest.raises(ZeroDivisionError):
            ACTS[name](persons, CHIEF)
    assert persons.list(CHIEF) == (ada,)
    assert persons.authenticate("ada", PASSWORD) == ada


def test_the_journal_of_scenarios_is_kept_when_it_learns_of_persons(empty_url: str) -> None:
    """A database of the version before keeps every row of its journal, and goes on numbering after them."""
    from alembic import command

    from store import schema

    old = Database.open(empty_url)
    if old.file:
        creation.make(old.file)
    with old.writing() as connection:
        config = schema._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        when, no = "2026-01-02 03:04:05.000000", "false"
        values = f"'s1', 'Nord', '', NULL, '', '{{}}', 'd', 'c', 'draft', {no}, {no}, 1, '{when}', '{when}'"
        connection.execute(text(f"INSERT INTO scenarios VALUES ({values})"))  # noqa: S608
        told = f"'{when}', 'Ada', 'create', 's1', '{{\"name\":\"Nord\"}}'"
        connection.execute(text(f"INSERT INTO journal (at, author, action, scenario_id, after) VALUES ({told})"))  # noqa: S608
    old.migrate()
    (entry,) = Scenarios(old).history("s1")
    assert (entry.id, entry.author, entry.after, entry.person_id) == (1, "Ada", {"name": "Nord"}, None)
    (new,) = Scenarios(old).history(Scenarios(old).create(PLANNER, draft()).id)
    assert new.id == 2


def test_an_account_is_opened_again_and_told_so(persons: Persons, database: Database) -> None:
    ada = enrol(persons)
    persons.disable(CHIEF, "ada")
    assert persons.authenticate("ada", PASSWORD) is None
    assert persons.enable(CHIEF, "ada").active
    assert persons.enable(CHIEF, "ada").version == 3
    assert persons.authenticate("ada", PASSWORD)
    assert [entry.action for entry in persons.history(CHIEF, ada.id)] == ["create", "disable", "enable"]
    assert faults(database) == ()


def test_another_role_takes_effect_at_once_and_is_told(persons: Persons, database: Database) -> None:
    ada = enrol(persons)
    changed = persons.set_role(CHIEF, "ada", PersonRole.LANDLORD, "mlo", LANDLORDS)
    assert (changed.role, changed.landlord, changed.version) == (PersonRole.LANDLORD, "mlo", 2)
    assert persons.set_role(CHIEF, "ada", PersonRole.LANDLORD, "mlo", LANDLORDS).version == 2
    for landlord in (None, "nowhere"):
        with pytest.raises(ValueError, match="Bailleur"):
            persons.set_role(CHIEF, "ada", PersonRole.LANDLORD, landlord, LANDLORDS)
    assert persons.history(CHIEF, ada.id)[-1].before == {"role": "waste", "landlord": None}
    assert faults(database) == ()


def test_the_last_facilitator_is_neither_disabled_nor_given_another_role(persons: Persons) -> None:
    enrol(persons, "zoe", PersonRole.FACILITATOR)
    acts = (lambda: persons.disable(CHIEF, "zoe"), lambda: persons.set_role(CHIEF, "zoe", PersonRole.PLANNER, None, LANDLORDS))
    for act in acts:
        with pytest.raises(ValueError, match="donnez d'abord ce rôle à quelqu'un d'autre"):
            act()
    enrol(persons, "eve", PersonRole.FACILITATOR)
    persons.disable(CHIEF, "eve")
    with pytest.raises(ValueError, match="donnez d'abord"):
        persons.disable(CHIEF, "zoe")
    persons.enable(CHIEF, "eve")
    assert not persons.disable(CHIEF, "zoe").active


def test_one_changes_ones_password_by_giving_the_present_one_and_stays_signed_in_here_alone(persons: Persons, database: Database) -> None:
    ada, sessions = enrol(persons), Sessions(database)
    here, there = sessions.open(ada), sessions.open(ada)
    for present, new in (("un faux mot de passe", OTHER_PASSWORD), (PASSWORD, "court"), (PASSWORD, PASSWORD)):
        with pytest.raises(ValueError, match="ot de passe"):
            persons.change_password(ada, present, new, digest(here))
    persons.change_password(ada, PASSWORD, OTHER_PASSWORD, digest(here))
    assert sessions.holder(here)
    assert sessions.holder(there) is None
    assert persons.authenticate("ada", PASSWORD) is None
    assert persons.authenticate("ada", OTHER_PASSWORD)
    assert persons.history(CHIEF, ada.id)[-1].author == ada.name
