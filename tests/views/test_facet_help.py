"""Every filter of the panel is explained in one sentence."""

from __future__ import annotations

from domain.facet import Choices, RangeFacet
from domain.selection import FacetSet
from i18n import gettext as _
from i18n import use_language
from tests.components import text
from views.explore.facet_help import SENTENCES, facet_help


def test_every_filter_that_has_a_control_has_one_sentence(facets: FacetSet) -> None:
    shown = [facet for facet in facets if isinstance(facet, (Choices, RangeFacet))]
    assert {facet.id for facet in shown} == set(SENTENCES)
    for facet in shown:
        made = facet_help(facet)
        assert made is not None and text(made).endswith((".", "?"))
    with use_language("en"):
        assert all(_(words) != words for words in SENTENCES.values())
