"""The page of each duty, readable without JavaScript; what the operator has to give is said to be missing, never made up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import MappingProxyType

from markupsafe import Markup

from access.operator import Operator
from i18n import gettext as _
from i18n.numbers import number
from reports.plain_page import element, link, listed, plain_page, table
from services.duties import TITLES, Criterion, Duty, State, among, conformity, rate

Screens = Sequence[tuple[str, str]]
"""The screens that everybody is shown: path and words."""
Parts = list[Markup]
COMPLAINT = "https://formulaire.defenseurdesdroits.fr"
CNIL = "https://www.cnil.fr/fr/plaintes"


def duty_page(duty: Duty, operator: Operator, screens: Screens) -> str:
    """Return a page of `Duty`."""
    ways = [(other.value, _(TITLES[other])) for other in Duty if other is not duty]
    return plain_page(_(TITLES[duty]), PAGES[duty](operator, screens), duty.value, links=ways)


def _given(text: str) -> Markup:
    """Return what the operator gave, or that it was not given."""
    return Markup("{}").format(text) if text else element("em", _("à renseigner par l'exploitant du service"))


def _written_to(address: str) -> Markup:
    return link(f"mailto:{address}", address) if address else _given("")


def _line(label: str, value: Markup) -> Markup:
    return element("p", Markup("{} : {}").format(element("b", label), value))


def _accessibility(operator: Operator, _screens: Screens) -> Parts:
    share = number(100 * rate())
    sentence = _("{who} s'engage à rendre ce service accessible, conformément à l'article 47 de la loi n° 2005-102 du 11 février 2005.")
    who = operator.name or _("L'exploitant du service")
    return [
        element("p", sentence.format(who=who)),
        element("h2", _("État de conformité")),
        element("p", _("Convergence est {state} avec le RGAA 4.1.").format(state=_(conformity())), class_="decided"),
        element("h2", _("Résultat de l'évaluation")),
        element(
            "p", _("{n} % des critères applicables sont respectés ; un critère non vérifié compte comme non respecté.").format(n=share)
        ),
        element(
            "p", _("Évaluation faite par l'équipe du produit, sur chaque écran, avec axe-core et au clavier ; pas encore par un tiers.")
        ),
        _criteria(_("Ce qui n'est pas conforme"), among(State.NO)),
        _criteria(_("Ce qui n'a pas été vérifié"), among(State.UNCHECKED)),
        element("h2", _("Plan pluriannuel")),
        listed(
            [
                _("2026 : chaque écran passe axe-core à chaque modification, clair et sombre ; chaque parcours se fait au clavier."),
                _("2027 : essai avec des utilisateurs de lecteurs d'écran, étiquettes de la carte fermées par Échap."),
                _("2028 : audit par un tiers sur les 106 critères, puis tous les trois ans."),
            ]
        ),
        element("h2", _("Retour et contact")),
        _line(_("Signaler un défaut ou demander une autre forme d'un contenu"), _written_to(operator.contact)),
        element("h2", _("Voies de recours")),
        element(
            "p", Markup("{} {}").format(_("Sans réponse satisfaisante, saisissez le Défenseur des droits :"), link(COMPLAINT, COMPLAINT))
        ),
    ]


def _criteria(title: str, found: Sequence[Criterion]) -> Markup:
    if not found:
        return Markup("")
    rows = [(one.id, *(element("span", words, lang="fr") for words in (one.subject, one.remark))) for one in found]
    return element("h2", title) + table(title, (_("Critère"), _("Sujet"), _("Constat")), rows)


def _legal(operator: Operator, _screens: Screens) -> Parts:
    return [
        element("h2", _("Éditeur")),
        _line(_("Nom"), _given(operator.name)),
        _line(_("Adresse"), _given(operator.address)),
        _line(_("Directeur de la publication"), _given(operator.director)),
        _line(_("Contact"), _written_to(operator.contact)),
        element("h2", _("Hébergeur")),
        element("p", _given(operator.host)),
        element("h2", _("Logiciel et données")),
        element("p", _("Convergence est un logiciel libre. Chaque donnée porte son producteur, sa licence et son millésime.")),
        element("p", link("/sources", _("Sources des données"))),
        element("p", _("Les scores aident à décider et ne décident pas : les hypothèses sont affichées et chacun peut les changer.")),
    ]


def _privacy(operator: Operator, _screens: Screens) -> Parts:
    return [
        _line(_("Responsable du traitement"), _given(operator.name)),
        _line(_("Délégué à la protection des données"), _written_to(operator.dpo)),
        element("h2", _("Ce qui est gardé, et pourquoi")),
        table(
            _("Données personnelles gardées par le service"),
            (_("Donnée"), _("Pourquoi"), _("Combien de temps")),
            [
                (
                    _("Nom, adresse électronique, organisation et rôle d'un compte"),
                    _("mission d'intérêt public : savoir qui propose, modère et décide"),
                    _("tant que le compte existe"),
                ),
                (_("Demande de compte"), _("y répondre"), _("90 jours, ou jusqu'au refus")),
                (_("Contact d'un lieu proposé"), _("organiser une visite ; jamais publié"), _("tant que la proposition existe")),
                (_("Journal : qui a fait quoi, et quand"), _("rendre compte d'une décision publique"), _("tant que le service existe")),
                (_("Participants d'une séance"), _("le compte rendu"), _("avec l'archive de la séance")),
                (_("Session"), _("rester connecté"), _("30 minutes sans usage, 12 heures au plus")),
            ],
        ),
        element("h2", _("Témoins de connexion (cookies)")),
        element(
            "p", _("Seulement ceux sans lesquels le service ne marche pas : session, appareil déjà connu (180 jours), langue (un an).")
        ),
        element("p", _("Aucune mesure d'audience, aucune publicité, aucun témoin d'un autre site.")),
        element("h2", _("Images d'autres services")),
        element(
            "p",
            _(
                "Un fond de carte en ligne ou un calque d'un autre service n'est demandé que si vous l'affichez, ou s'il est affiché "
                "d'office ; ce service reçoit alors l'adresse de votre connexion. Les calques et leurs services sont nommés sur l'écran "
                "« Sources »."
            ),
        ),
        element("h2", _("Vos droits")),
        element("p", _("Accès, rectification, effacement, limitation et opposition : écrivez au délégué à la protection des données.")),
        element("p", Markup("{} {}").format(_("Vous pouvez aussi saisir la CNIL :"), link(CNIL, CNIL))),
    ]


def _site_map(_operator: Operator, screens: Screens) -> Parts:
    duties = [link(other.value, _(TITLES[other])) for other in Duty]
    programs = [link("/ogc", _("Services cartographiques (OGC API – Features)")), link("/api", _("Interface pour les programmes"))]
    return [
        element("h2", _("Écrans")),
        listed(link(path, words) for path, words in screens),
        element("h2", _("Pour les logiciels")),
        listed(programs),
        element("h2", _("À propos")),
        listed(duties),
    ]


PAGES: MappingProxyType[Duty, Callable[[Operator, Screens], Parts]] = MappingProxyType(
    {Duty.ACCESSIBILITY: _accessibility, Duty.LEGAL: _legal, Duty.PRIVACY: _privacy, Duty.SITE_MAP: _site_map}
)
