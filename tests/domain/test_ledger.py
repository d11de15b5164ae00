"""The ledger of a decided place: unknown is never zero, nothing counts twice, and nothing opens before all of it is there."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.commitment import Commitment, CommitmentKind, CommitmentStatus, commitment_of
from domain.ledger import Uncounted, ledger, percent_words, reasons, refuse_unready, summary
from domain.project import Need, NeedKind, Project, checked_parts, next_need

AMOUNTS = st.none() | st.floats(0, 1e7, allow_nan=False)
UNITS = st.sampled_from(["€", "k€", "emplois", "ETP", "autorisation", ""])


def commitment(kind: str = "funding", amount: float | None = 1.0, unit: str = "€", **more: Any) -> Commitment:
    content = {
        "actor": "waste", "kind": kind, "what": "un apport", "amount": amount, "unit": unit, "deadline": "", "condition": "",
        "is_lifted": False, "status": "planned", "reason": "", "decision": "", "place": "p1", **more,
    }  # fmt: skip
    return commitment_of({"id": "c1", "meeting_id": "m1", "author": None, "content": content, "version": 1})


def need(kind: NeedKind, amount: float | None, unit: str = "€", key: str = "n1") -> Need:
    return Need(key, kind, kind.value, amount, unit)


needs_drawn = st.lists(
    st.builds(need, st.sampled_from(NeedKind), AMOUNTS, st.sampled_from(["€", "k€", "emplois"])), max_size=6
).map(lambda found: [Need(f"n{n}", one.kind, one.what, one.amount, one.unit) for n, one in enumerate(found, 1)])  # fmt: skip
commitments_drawn = st.lists(st.builds(commitment, st.sampled_from(CommitmentKind).map(str), AMOUNTS, UNITS), max_size=8)


def test_a_place_is_financed_in_one_sentence() -> None:
    needs = [need(NeedKind.WORKS, 200_000, key="n1"), need(NeedKind.EQUIPMENT, 27.778, "k€", key="n2")]
    found = ledger(needs, [commitment("works", 180_000), commitment("funding", 6.778, "k€")])
    assert summary(found) == "financé à 82\u202f%, il manque 41\u202fk€"
    assert [line.covered for line in found.lines] == [186_778, 0]
    assert [one for one in reasons(found) if "equipment" in one]


def test_a_kind_covers_the_needs_that_it_serves_and_no_other() -> None:
    needs = [need(NeedKind.RENT, 10_000, key="n1"), need(NeedKind.JOBS, 3, "emplois", key="n2")]
    found = ledger(needs, [commitment("works", 50_000), commitment("jobs", 2, ""), commitment("premises", 4_000)])
    assert [line.covered for line in found.lines] == [4_000, 2]
    assert [why for _one, why in found.uncounted] == [Uncounted.NEED]
    assert "2 sur 3\u202femplois, il manque 1\u202femploi" in summary(found)


def test_what_has_no_amount_counts_for_nothing_and_is_named() -> None:
    needs = [need(NeedKind.WORKS, 100, key="n1"), need(NeedKind.RENT, None, "", key="n2")]
    found = ledger(needs, [commitment("funding", None), commitment("funding", 100, "")])
    assert [why for _one, why in found.uncounted] == [Uncounted.AMOUNT, Uncounted.UNIT]
    assert [line.covered for line in found.lines] == [0, None]
    assert summary(found).endswith("1 besoin sans montant")
    assert not ledger([needs[1]], []).is_ready


def test_what_was_given_up_neither_pays_nor_blocks() -> None:
    one = commitment("funding", 100, status="given_up", reason="sans budget", condition="un permis")
    found = ledger([need(NeedKind.WORKS, 100)], [one])
    assert found.pools[0].missing == 100
    assert not found.blocking


def test_nothing_is_ready_before_all_is_committed_and_every_condition_is_lifted() -> None:
    whole = [need(NeedKind.WORKS, 100)]
    with pytest.raises(ValueError, match="Aucun besoin"):
        refuse_unready([], [commitment()])
    with pytest.raises(ValueError, match="il manque 1\u202f€"):
        refuse_unready(whole, [commitment("funding", 99.99)])
    with pytest.raises(ValueError, match=r"Condition à lever : .*permis de construire"):
        refuse_unready(whole, [commitment("funding", 100, condition="permis de construire")])
    refuse_unready(whole, [commitment("funding", 100, condition="permis de construire", is_lifted=True)])


@given(needs_drawn, commitments_drawn)
def test_no_euro_counts_twice_and_no_need_is_covered_beyond_itself(needs: list[Need], given_: list[Commitment]) -> None:
    found = ledger(needs, given_)
    for line in found.lines:
        assert (line.covered is None) == (line.need.amount is None)
        if line.covered is not None and line.need.amount is not None:
            assert -1e-6 <= line.covered <= line.need.amount + 1e-6
    money = math.fsum((one.amount or 0.0) * (1_000 if one.unit == "k€" else 1) for one in given_ if one.unit in {"€", "k€"})
    for pool in found.pools:
        assert 0 <= pool.share <= 1
        assert pool.unit != "€" or pool.covered <= money * (1 + 1e-9) + 1e-6


@given(needs_drawn, commitments_drawn, st.sampled_from(CommitmentKind).map(str))
def test_a_commitment_without_amount_changes_no_figure(needs: list[Need], given_: list[Commitment], kind: str) -> None:
    without, with_one = ledger(needs, given_), ledger(needs, [*given_, commitment(kind, None)])
    assert (without.lines, without.pools) == (with_one.lines, with_one.pools)
    assert len(with_one.uncounted) == len(without.uncounted) + 1


@given(needs_drawn, commitments_drawn, st.builds(commitment, st.sampled_from(CommitmentKind).map(str), AMOUNTS, UNITS))
def test_one_commitment_more_never_leaves_more_to_find(needs: list[Need], given_: list[Commitment], more: Commitment) -> None:
    before, after = ledger(needs, given_), ledger(needs, [*given_, more])
    for old, new in zip(before.pools, after.pools, strict=True):
        assert new.missing <= old.missing + 1e-6 * max(1.0, old.needed)


@given(needs_drawn, commitments_drawn)
def test_ready_is_what_has_no_reason_not_to_be(needs: list[Need], given_: list[Commitment]) -> None:
    found = ledger(needs, given_)
    if found.is_ready:
        assert needs
        assert all(pool.is_covered for pool in found.pools)
        assert not found.unknown
        assert not found.blocking
    assert (percent_words(found.pools[0].share) == "100\u202f%") <= (found.pools[0].share > 0.99999) if found.pools else True


def test_a_done_commitment_still_waits_for_its_condition() -> None:
    one = commitment("funding", 100, status=CommitmentStatus.DONE.value, condition="accord du conseil")
    assert ledger([need(NeedKind.WORKS, 100)], [one]).blocking == (one,)


@pytest.mark.parametrize(
    "parts",
    [
        *({"need.n0": {}}, {"unknown": 1}, {"need.n1": {"kind": "gift", "what": "x"}}, {"opened_on": "demain"}),
        *({"need.n1": {"kind": "works", "what": " "}}, {"need.n1": {"kind": "works", "what": "x", "amount": "-3", "unit": "€"}}),
        {"need.n1": {"kind": "works", "what": "x", "amount": "3", "unit": " "}},
    ],
)
def test_a_part_that_is_wrong_is_refused_in_a_sentence(parts: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        checked_parts(parts)


def test_needs_are_numbered_after_those_that_were_taken_away() -> None:
    content = checked_parts({"need.n2": {"kind": "works", "what": "x", "amount": "1 200,5", "unit": "€", "removed": True}})
    project = Project("k", "p1", "Halle", None, content, {}, 1)
    assert (project.needs, project.removed[0].amount, next_need(content)) == ((), 1200.5, "need.n3")
