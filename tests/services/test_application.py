"""What people ask and do, without any server: each service takes the person, and answers what that person may read."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any, cast

import pytest

from access.settings import Settings
from domain.person import VISITOR, NotAllowed, Person
from domain.proposal import Proposal, Stage
from geodata.territory import Territory
from services.assessor import Assessor
from services.editions import Editions
from services.journal import JournalQuery, JournalService
from services.moderation import DecisionRefusal, ModerationService, Overtaken
from services.place_search import PlaceSearch
from services.proposals import ProposalService
from store.attachments import Attachments
from store.database import Database
from store.meetings import Meetings
from store.organisations import Organisations
from store.outbox import Outbox
from store.persons import Persons
from store.projects import Projects
from store.proposals import Illegal, NotFound, Proposals
from store.scenarios import Scenarios
from tests.store.proposers import AGENT, CHIEF, COHESION, OFFICER, PLANNER, RIVAL, submit

LOCAL = {"name": "Ancienne laverie", "lon": 5.3691, "lat": 43.3487, "area_m2": "140"}


@pytest.fixture
def database(tmp_path_factory: pytest.TempPathFactory) -> Database:
    made = Database.open(f"sqlite:///{tmp_path_factory.mktemp('application')}/c.db")
    made.migrate()
    return made


@pytest.fixture
def store(database: Database) -> Proposals:
    return Proposals(database)


@pytest.fixture(scope="module")
def editions(territory: Territory) -> Editions:
    edition = SimpleNamespace(territory=territory, assessor=Assessor.of(territory))
    return cast("Editions", SimpleNamespace(latest=lambda: edition))


@pytest.fixture
def proposing(store: Proposals, editions: Editions) -> ProposalService:
    return ProposalService(store, editions)


@pytest.fixture
def moderation(database: Database, store: Proposals, editions: Editions) -> ModerationService:
    def draw(_territory: Territory, proposal: Proposal, beside: Sequence[str]) -> str:
        return f"{proposal.id} and {len(beside)} others"

    return ModerationService(store, editions, Attachments(database), Organisations(database), draw)


@pytest.mark.parametrize("stranger", [RIVAL, PLANNER, COHESION, VISITOR, OFFICER])
def test_a_draft_does_not_exist_for_anybody_else(stranger: Person, proposing: ProposalService, moderation: ModerationService) -> None:
    made = proposing.create(AGENT, LOCAL, {}, is_example=False)
    asks: list[Callable[[], Any]] = [
        lambda: proposing.page(stranger, made.id),
        lambda: proposing.around(stranger, made.id),
        lambda: proposing.edit(stranger, made.id, made.version, {"name": "Autre"}, {}),
        lambda: proposing.act(stranger, made.id, made.version, "withdraw"),
        lambda: proposing.say(stranger, made.id, "Bonjour", is_internal=False),
        lambda: moderation.detail(stranger, made.id),
        lambda: moderation.decide(stranger, made.id, made.version, "accept", ""),
    ]
    for ask in asks:
        with pytest.raises(NotFound):
            ask()
    assert proposing.own(stranger).rows == []


def test_a_place_is_saved_without_what_is_wrong_which_is_said_by_field(proposing: ProposalService) -> None:
    made = proposing.create(AGENT, {**LOCAL, "rent_eur_m2_yr": "beaucoup"}, {"tags": ["angle"]}, is_example=True)
    assert (made.content["area_m2"], made.content["tags"], made.is_example) == (140.0, ["angle"], True)
    assert made.errors.keys() == {"rent_eur_m2_yr"}
    (line,) = proposing.own(AGENT).rows
    assert (line.id, line.ready, line.unread) == (made.id, True, False)


def test_what_somebody_else_has_changed_is_not_decided_on_and_is_shown_anew(moderation: ModerationService, store: Proposals) -> None:
    one = submit(store)
    store.edit(AGENT, one.id, one.version, {"area_m2": 155.0})
    with pytest.raises(Overtaken) as refused:
        moderation.decide(OFFICER, one.id, one.version, "accept", "")
    now = refused.value.answer.current
    assert (now.version, now.stage) == (one.version + 1, Stage.SUBMITTED)
    assert {fact.value for block in now.facts for fact in block.rows if fact.key == "area_m2"} == {"155\u202fm²"}
    assert store.get(AGENT, one.id).stage is Stage.SUBMITTED


def test_one_decides_by_a_picture_of_the_place_and_of_those_beside_it(moderation: ModerationService, store: Proposals) -> None:
    detail = moderation.detail(OFFICER, submit(store).id)
    assert detail.map == f"{detail.id} and {len(detail.beside.columns) - 1} others"
    assert len(detail.beside.columns) > 1


def test_several_are_decided_each_apart_and_only_what_is_a_decision(moderation: ModerationService, store: Proposals) -> None:
    one, other = submit(store), submit(store, name="Autre local")
    outcomes = moderation.decide_many(OFFICER, [(one.id, one.version), (other.id, other.version + 7)], "accept").outcomes
    assert [isinstance(outcome, DecisionRefusal) for outcome in outcomes] == [False, True]
    sent = json.loads(outcomes[0].to_json())
    assert sent == {"id": one.id, "sentence": None, "version": one.version + 1, "stage": "accepted", "is_change": False}
    with pytest.raises(Illegal, match="pas une décision"):
        moderation.decide_many(OFFICER, [(other.id, other.version)], "submit")


def test_what_waits_is_told_to_each_in_their_words(proposing: ProposalService, store: Proposals) -> None:
    one = submit(store)
    assert (proposing.inbox(CHIEF).path, proposing.inbox(CHIEF).words) == ("/moderer", "1 proposition attend une décision")
    store.say(CHIEF, one.id, "Bonjour")
    assert (proposing.inbox(AGENT).path, proposing.inbox(AGENT).words) == ("/proposer", "1 lieu a du nouveau")
    proposing.mark_seen(AGENT, one.id)
    assert proposing.inbox(AGENT).n == proposing.inbox(PLANNER).n == 0


def test_the_journal_is_read_page_by_page_and_as_rows_by_whoever_may(database: Database, store: Proposals) -> None:
    journal = JournalService(
        store, Scenarios(database), Meetings(database), Projects(database), Persons(database), Outbox(database), sends=False
    )
    one = submit(store)
    page = journal.page(CHIEF, JournalQuery.parse({"place": one.id.lower()}))
    assert [(line.about.id, line.about.name) for line in page.entries] == [(one.id, "Ancienne laverie")]
    assert not page.more
    assert journal.page(CHIEF, JournalQuery.parse({"place": "nowhere"})).entries == []
    headings, row, *_more = journal.rows(CHIEF, JournalQuery.parse({}))
    assert len(headings) == len(row)
    for ask in (journal.page, lambda person, query: list(journal.rows(person, query))):
        with pytest.raises(NotAllowed):
            ask(VISITOR, JournalQuery.parse({}))


@pytest.mark.parametrize(("lon", "lat"), [("", "43.3"), ("nan", "43.3"), ("inf", "43.3"), ("5.37", "181"), ("5,37", "43,3")])
def test_what_is_no_position_is_refused_in_words(lon: str, lat: str, editions: Editions) -> None:
    with pytest.raises(ValueError, match="Position illisible"):
        PlaceSearch.of(Settings(), editions).around(lon, lat)
