"""Two landlords, those who decide and those who only look, in any order: the store does what the model says, and nothing leaks.

In full (10,000 steps) with ``make attack``.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from domain.candidate import Kind
from domain.person import VISITOR, NotAllowed, Person
from domain.proposal import Act, Stage
from store.attachments import DOCUMENT, PHOTO, Attachments
from store.database import Database
from store.proposals import Conflict, Illegal, NotFound, Proposals
from tests.attack.sizes import SIZES
from tests.store.proposals_model import Modelled, Said, house, side, tokens
from tests.store.proposers import AGENT, CHIEF, COLLEAGUE, OFFICER, PLANNER, RIVAL

EXAMPLES, STEPS = (250, 40) if SIZES.is_full else (10, 40)
EVERYBODY = (AGENT, COLLEAGUE, RIVAL, OFFICER, CHIEF, PLANNER, VISITOR)
ACTORS = (AGENT, AGENT, COLLEAGUE, RIVAL, OFFICER, OFFICER, CHIEF, CHIEF, PLANNER)
# Dice rather than one strategy for each choice: what is tried is then spread evenly, and every stage is reached.
DICE = st.randoms(use_true_random=True)
MOST = 8
GHOST = Modelled("LP-999999", "nobody", {})
LON, LAT = 5.37, 43.35


class People(RuleBasedStateMachine):
    """Whatever each one tries is answered as the model says; whatever each one reads holds what they may know and nothing else."""

    template: Path
    numbers = count()

    @initialize()
    def open(self) -> None:
        file = self.template.with_name(f"{next(self.numbers)}.db")
        shutil.copyfile(self.template, file)
        database = Database.open(f"sqlite:///{file}")
        self.store, self.files = Proposals(database), Attachments(database)
        self.model: list[Modelled] = []
        self.touched: Modelled | None = None
        self.lookers: list[Person] = []
        self.serial = count(1)
        for person in (AGENT, RIVAL, OFFICER):
            self._begin(person, [self._told(True)])

    def _told(self, is_kept: bool, is_whole: bool = True) -> dict[str, Any]:
        number = next(self.serial)
        told = {"name": f"nom-{number}", "contact": f"contact-{number}", "notes": f"notes-{number}", "area_m2": 1e6 + number + 0.25}
        told |= {"rent_eur_m2_yr": 2e6 + number + 0.25, "rent_is_confidential": is_kept}
        return told | ({"lon": LON, "lat": LAT} if is_whole else {})

    def _one(self, dice: Random) -> Modelled:
        """Return a proposal, sometimes one that does not exist; others look at it afterwards."""
        self.touched = dice.choice(self.model) if dice.random() < 0.95 else GHOST
        self.lookers = dice.sample(EVERYBODY, 2)
        return self.touched

    @invariant()
    def nothing_leaks_of_what_was_last_touched(self) -> None:
        for person in self.lookers if self.touched else ():
            found = self._each(person, self.touched)
            assert tokens(found) <= self.touched.known_to(person), (person.id, tokens(found) - self.touched.known_to(person))
        self.touched = None

    def teardown(self) -> None:
        for person in EVERYBODY if hasattr(self, "model") else ():
            self._look_everywhere(person)

    def _try(self, refusal: str, attempt: Callable[[], Any]) -> Any:
        try:
            done = attempt()
        except (NotFound, NotAllowed, Conflict, Illegal, ValueError) as answer:
            assert type(answer).__name__ == refusal, (refusal, answer)
            return None
        assert refusal == "", refusal
        return done

    @rule(dice=DICE)
    def begin(self, dice: Random) -> None:
        if len(self.model) < MOST:
            contents = [self._told(dice.random() < 0.5, dice.random() < 0.9) for _ in range(dice.randint(1, 2))]
            self._begin(dice.choice(ACTORS), contents)

    def _begin(self, person: Person, contents: list[dict[str, Any]]) -> None:
        kind = Kind.ZONE_SITE if side(person) == "economy" else Kind.PREMISES
        refusal = "" if house(person) else "NotAllowed"
        for made, content in zip(
            self._try(refusal, lambda: self.store.create_many(person, kind, contents)) or (), contents, strict=not refusal
        ):
            model = Modelled(made.id, house(person) or "", content)
            model.note()
            self.model.append(model)

    @rule(dice=DICE)
    def edit(self, dice: Random) -> None:
        it, person, number = self._one(dice), dice.choice(ACTORS), next(self.serial)
        told: list[dict[str, Any]] = [{"notes": f"notes-{number}"}, {"notes": None}, {"contact": None}, {"lat": None}, {}, self._told(True)]
        changes, version = dice.choice([*told, self._told(False)]), it.version - (dice.random() < 0.1)
        refusal = it.edit(person, version, changes)
        done = self._try(refusal, lambda: self.store.edit(person, it.id, version, changes))
        assert done is None or (done.content, done.version) == (it.content, it.version)

    @rule(dice=DICE)
    def act(self, dice: Random) -> None:
        """Anything at all by anybody, or one of the acts that come to something."""
        it, person, act = self._one(dice), dice.choice(ACTORS), dice.choice(list(Act))
        legal = [(one, what) for one in ACTORS for what in Act if not it.refuses(one, it.version, what.value, "mot")]
        if legal and dice.random() < 0.8:
            # Withdrawn, little comes of a proposal but its return.
            ((person, act),) = dice.choices(legal, [1 if what is Act.WITHDRAW else 6 for _one, what in legal])
        version, why = it.version - (dice.random() < 0.05), f"mot-{next(self.serial)}" if dice.random() < 0.9 else ""
        refusal = it.act(person, version, act.value, why)
        self._try(refusal, lambda: self.store.act(person, it.id, version, act, why))

    @rule(dice=DICE)
    def say(self, dice: Random) -> None:
        it, person, words, internal = self._one(dice), dice.choice(ACTORS), f"mot-{next(self.serial)}", dice.random() < 0.5
        refusal = "" if it.reads(person) else "NotFound"
        self._try(refusal, lambda: self.store.say(person, it.id, words, internal))
        if not refusal:
            it.said.append(Said(side(person), person.id, words, internal))

    @rule(dice=DICE)
    def open_it(self, dice: Random) -> None:
        it, person = self._one(dice), dice.choice(ACTORS)
        self._try("" if it.reads(person) else "NotFound", lambda: self.store.mark_seen(person, it.id))
        if house(person) == it.house:
            it.seen = len(it.said)

    @rule(dice=DICE)
    def attach(self, dice: Random) -> None:
        it, person, kind = self._one(dice), dice.choice(ACTORS), dice.choice([PHOTO, PHOTO, DOCUMENT])
        refusal = it.write(person, it.version)
        if not refusal and sum(found == (kind, False) for found in it.files.values()) >= 8:
            return
        made = self._try(refusal, lambda: self.files.add(person, it.id, kind, f"nom-{next(self.serial)}", "x/y", b"bytes"))
        if made is not None:
            it.files[made.id], it.names[made.id] = (kind, False), made.name
            it.told |= tokens(made.name)
            self._written(it, {"photos": [*it.content.get("photos", ()), made.id]} if kind == PHOTO else {})

    @rule(dice=DICE)
    def turn(self, dice: Random) -> None:
        """Take an attachment away, or bring it back."""
        it, person, away = self._one(dice), dice.choice(ACTORS), dice.random() < 0.6
        if not it.files:
            return
        name = dice.choice(sorted(it.files))
        kind, removed = it.files[name]
        is_found = house(person) == it.house if removed else name in it.files_of(person)
        refusal = it.write(person, it.version) if is_found else "NotFound"
        self._try(refusal, lambda: (self.files.remove if away else self.files.restore)(person, name))
        if refusal or removed is away:
            return
        it.files[name] = (kind, away)
        photos = [one for one in it.content.get("photos", ()) if one != name]
        if it.published and away:
            left = [one for one in it.published.get("photos", ()) if one != name]
            it.published = {key: value for key, value in {**it.published, "photos": left or None}.items() if value is not None}
        self._written(it, {"photos": [*photos, name] if kind == PHOTO and not away else photos or None})

    def _written(self, it: Modelled, changes: dict[str, Any]) -> None:
        it.content = {key: value for key, value in {**it.content, **changes}.items() if value is not None}
        it.version += 1
        it.note()

    @rule(dice=DICE)
    def look(self, dice: Random) -> None:
        self._look_everywhere(dice.choice(EVERYBODY))

    def _look_everywhere(self, person: Person) -> None:
        """Read all that there is to read, each answer against the model; then look for what the person must not know."""
        found: list[object] = [self._each(person, it) for it in [*self.model, GHOST]]
        found += [self._lists(person), self._everybodys(person), self._neighbours(person)]
        known: set[str] = set().union(*(it.known_to(person) for it in self.model))
        assert tokens(found) <= known, (person.id, tokens(found) - known)

    def _each(self, person: Person, it: Modelled) -> list[object]:
        refusal = "" if it.reads(person) else "NotFound"
        got = self._try(refusal, lambda: self.store.get(person, it.id))
        heard = self._try(refusal, lambda: self.store.messages(person, it.id))
        told = self._try(refusal, lambda: self.store.timeline(person, it.id))
        is_listed = it.reads(person) or it.published is not None
        files = self._try("" if is_listed else "NotFound", lambda: self.files.list(person, it.id))
        if got is not None:
            assert (got.stage, got.content, got.published, got.version) == (it.stage, it.content, it.published, it.version)
            assert [message.text for message in heard] == [said.text for said in it.hears(person)]
            assert len(told) == (len(it.entries) if house(person) == it.house else sum(it.entries))
        seen = it.files_of(person)
        assert {one.id for one in files or ()} == seen
        for name, (_kind, removed) in it.files.items():
            own = removed and house(person) == it.house
            self._try("" if name in seen or own else "NotFound", lambda name=name: self.files.read(person, name))
        return [got, heard, told, files]

    def _lists(self, person: Person) -> list[object]:
        may_decide = side(person) == "economy"
        mine = self.store.list(person)
        assert {one.id for one in mine} == {it.id for it in self.model if it.house == house(person)}
        queue = self._try("" if may_decide else "NotAllowed", lambda: self.store.queue(person))
        assert {one.id for one in queue or ()} == {it.id for it in self.model if it.is_shared() and may_decide}
        page = self._try("" if side(person) else "NotAllowed", lambda: self.store.journal_page(person, limit=100_000))
        entries = [(it.id, shared) for it in self.model for shared in it.entries if it.reads(person)]
        expected = [name for name, shared in entries if shared or name in {one.id for one in mine}]
        assert sorted(entry.proposal_id for entry in page or ()) == sorted(expected)
        assert self.store.news(person) == {it.id for it in self.model if it.is_news(person)}
        waiting = sum(it.stage == Stage.SUBMITTED for it in self.model)
        assert self.store.unread(person) == (waiting if may_decide else len(self.store.news(person)))
        return [mine, queue, page]

    def _everybodys(self, person: Person) -> list[object]:
        published, kept = self.store.published(), self.store.confidential(person)
        public = {it.id: it.public() for it in self.model if it.published is not None}
        for seen in public.values():
            seen.pop("photos", None)
        assert {place.id: {**place.content, "lon": place.lon_wgs84, "lat": place.lat_wgs84} for place in published} == public
        entitled = [it for it in self.model if it.published is not None and (side(person) == "economy" or house(person) == it.house)]
        assert kept == {it.id: it.confidential() for it in entitled}
        return [published, kept]

    def _neighbours(self, person: Person) -> list[object]:
        known, near = self.store.known(person), self.store.around(person, LON, LAT, 30)
        told = {it.id: it.content if it.reads(person) else it.published or {} for it in self.model}
        assert {one.id for one in known} == {one.id for one in near} == {name for name, content in told.items() if "lat" in content}
        assert {one.id for one in known if one.is_public} == {
            it.id for it in self.model if it.published is not None and "lat" in told[it.id]
        }
        return [known, near]


class TestPeople(People.TestCase):
    # What fails is told as it happened: to make it shorter takes minutes.
    settings = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        suppress_health_check=(HealthCheck.too_slow,),
        phases=(Phase.generate,),
        report_multiple_bugs=False,
    )

    @classmethod
    def setUpClass(cls) -> None:
        cls.directory = TemporaryDirectory()
        People.template = Path(cls.directory.name) / "template.db"
        Database.open(f"sqlite:///{People.template}").migrate()

    @classmethod
    def tearDownClass(cls) -> None:
        del People.template
        cls.directory.cleanup()
