"""Persons as the facilitator manages them: accounts and requests for one, what each may be, and the links that open them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from access.link_address import link_address
from domain.account import LinkKind, login_of_email, organisation_of, role_of
from domain.person import ROLE_LABELS, Person, PersonDraft, PersonRole, clean_email
from i18n import N_, quoted
from i18n import gettext as _
from i18n.numbers import day
from store.account_requests import AccountRequests, RequestGone
from store.organisations import Organisations
from store.password_links import PasswordLinks
from store.persons import Account, Persons, Taken, UnknownPerson

NEW, PERSON, REQUEST = "new", "person", "request"
MAX_DIGITS = 9
EXAMPLE = N_("Démonstration : les personnes sont des exemples, rien n'est enregistré ici.")


@dataclass(frozen=True, slots=True)
class Target:
    """Whom the form is about: nobody yet (`kind` NEW), a person by id, or a request by number."""

    kind: str = NEW
    id: str = ""

    @property
    def number(self) -> int | None:
        """The number of a request; None for anybody else."""
        is_number = self.id.isascii() and self.id.isdigit() and len(self.id) <= MAX_DIGITS
        return int(self.id) if self.kind == REQUEST and is_number else None


@dataclass(frozen=True, slots=True)
class PersonFields:
    """What the form holds; `landlord` is the code of an organisation, `organisation` the name of one to add."""

    name: str = ""
    login: str = ""
    email: str = ""
    role: str = ""
    landlord: str = ""
    organisation: str = ""

    @property
    def clean_email(self) -> str | None:
        """The address, checked (see `domain.person.clean_email`); None where none is given."""
        return clean_email(self.email) if self.email.strip() else None


@dataclass(frozen=True, slots=True)
class PersonForm:
    """The form as it is shown: of whom, with what, and what may be done."""

    target: Target
    fields: PersonFields
    landlords: Mapping[str, str]
    title: str
    note: str = ""
    is_active: bool = True
    is_single: bool = False
    is_example: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done, in a sentence, and the link to hand over where no letter could leave."""

    target: Target
    sentence: str
    link: str = ""
    is_refused: bool = False


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in the list."""

    id: str
    name: str
    email: str
    role: str
    organisation: str
    state: str
    signed_in: str


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request for an account in the list."""

    id: str
    name: str
    email: str
    organisation: str
    role: str
    word: str
    day: str


@dataclass(frozen=True, slots=True)
class PersonsShown:
    """Both lists."""

    persons: tuple[PersonRow, ...]
    requests: tuple[RequestRow, ...]
    is_example: bool


@dataclass(frozen=True, eq=False)
class PersonsService:
    """What the facilitator asks. `sends`: letters can leave; `address`: the service's own, with which links begin."""

    persons: Persons
    links: PasswordLinks
    requests: AccountRequests
    organisations: Organisations
    landlords: Callable[[], Mapping[str, str]]
    sends: bool
    address: str

    def shown(self, actor: Person) -> PersonsShown:
        """Return the lists."""
        landlords = self.landlords()
        rows = tuple(_row(account, landlords) for account in self.persons.accounts(actor))
        requests = tuple(
            RequestRow(str(one.id), one.name, one.email, one.organisation, _(ROLE_LABELS[one.role]), one.word, day(one.at.date()))
            for one in self.requests.list(actor)
        )
        return PersonsShown(rows, requests, self._is_example(actor))

    def form(self, actor: Person, target: Target) -> PersonForm:
        """Return the form for somebody; for nobody yet where they are not there any more."""
        landlords, is_example = self.landlords(), self._is_example(actor)
        if target.kind == PERSON:
            for account in self.persons.accounts(actor):
                if account.person.id == target.id:
                    return _form_of(account, landlords)
        if target.kind == REQUEST:
            for one in self.requests.list(actor):
                if str(one.id) == target.id:
                    fields = PersonFields(one.name, login_of_email(one.email), one.email, one.role.value)
                    note = _("Demande du {day}, pour « {organisation} ».").format(day=day(one.at.date()), organisation=one.organisation)
                    note = f"{note} {quoted(one.word)}" if one.word else note
                    note = f"{note} {self._taken(actor, one.email)}".strip()
                    return PersonForm(target, fields, landlords, _("Demande de {name}").format(name=one.name), note)
        return PersonForm(Target(), PersonFields(), landlords, _("Nouvelle personne"), is_example=is_example)

    def save(self, actor: Person, target: Target, fields: PersonFields) -> Outcome:
        """Write what the form holds: a new account, with its invitation, or what changes of one.

        Raises
        ------
        ValueError
            A field is refused; nothing was written.
        """
        self._check_real(actor)
        role = role_of(fields.role)
        if target.kind == PERSON:
            return self._changed(actor, target, fields, role)
        return self._created(actor, target, fields, role)

    def invite(self, actor: Person, target: Target) -> Outcome:
        """Send a person a link to choose a password, or return it to be handed over."""
        self._check_real(actor)
        account = self._account(actor, target)
        kind = LinkKind.RESET if account.signed_in_at else LinkKind.INVITE
        return self._invited(actor, target, account.person.login, account.email, kind)

    def switch(self, actor: Person, target: Target) -> Outcome:
        """Disable an account, which closes its sessions, or open it again."""
        self._check_real(actor)
        person = self._account(actor, target).person
        if person.active:
            self.persons.disable(actor, person.login)
            return Outcome(
                target, _("Compte désactivé : {name} ne peut plus se connecter, ses sessions sont fermées.").format(name=person.name)
            )
        self.persons.enable(actor, person.login)
        return Outcome(target, _("Compte rouvert : {name} peut de nouveau se connecter.").format(name=person.name))

    def refuse(self, actor: Person, target: Target) -> Outcome:
        """Refuse a request for an account."""
        self._check_real(actor)
        self.requests.refuse(actor, target.number or 0)
        return Outcome(Target(), _("Demande refusée et effacée. Personne n'en est averti : écrivez-lui si c'est utile."))

    def _created(self, actor: Person, target: Target, fields: PersonFields, role: PersonRole) -> Outcome:
        email = fields.clean_email
        if email is None and not fields.login.strip():
            raise ValueError(_("Donnez une adresse électronique, ou au moins un identifiant."))
        self._check_email(actor, email, None)
        landlord = self._landlord(actor, fields, role)
        draft = PersonDraft(fields.login.strip() or self._free_login(actor, email or ""), fields.name, role, landlord, email)
        made = self.persons.create(actor, draft, None, self.landlords(), target.number)
        done = self._invited(actor, Target(PERSON, made.id), made.login, email, LinkKind.INVITE)
        return Outcome(done.target, _("Compte ouvert pour {name}.").format(name=made.name) + " " + done.sentence, done.link)

    def _changed(self, actor: Person, target: Target, fields: PersonFields, role: PersonRole) -> Outcome:
        account = self._account(actor, target)
        person = account.person
        email = fields.clean_email
        self._check_email(actor, email, person.id)
        self.persons.set_role(actor, person.login, role, self._landlord(actor, fields, role), self.landlords())
        if self.persons.set_email(actor, person.login, email).version == person.version:
            return Outcome(target, _("Rien n'a changé."))
        return Outcome(target, _("Compte de {name} modifié ; ses sessions sont fermées.").format(name=person.name))

    def _invited(self, actor: Person, target: Target, login: str, email: str | None, kind: LinkKind) -> Outcome:
        by_letter = self.sends and email is not None
        token = self.links.invite(actor, login, kind, by_letter)
        if token is None:
            return Outcome(target, _("Une lettre part vers {email}, avec un lien pour choisir un mot de passe.").format(email=email))
        why = _("Non envoyé : aucun serveur de courriel.") if not self.sends else _("Non envoyé : ce compte n'a pas d'adresse.")
        sentence = _("Remettez ce lien à la personne : il sert une fois, et ne sera plus montré.")
        return Outcome(target, f"{why} {sentence}", link_address(self.address, token))

    def _landlord(self, actor: Person, fields: PersonFields, role: PersonRole) -> str | None:
        """Return the organisation's code; one that is named is added first."""
        if role is not PersonRole.LANDLORD:
            return None
        name = fields.organisation.strip()
        if not name:
            return fields.landlord or None
        code = _code_of(name)
        self.organisations.add(actor, code, name)
        return code

    def _free_login(self, actor: Person, email: str) -> str:
        login, taken = login_of_email(email), {account.person.login for account in self.persons.accounts(actor)}
        numbered = (f"{login}{number}" for number in range(2, len(taken) + 3))
        return login if login not in taken else next(one for one in numbered if one not in taken)

    def _check_email(self, actor: Person, email: str | None, person_id: str | None) -> None:
        others = {account.email for account in self.persons.accounts(actor) if account.person.active and account.person.id != person_id}
        if email is not None and email in others:
            raise Taken(_("Cette adresse électronique est déjà celle d'un autre compte."))

    def _taken(self, actor: Person, email: str) -> str:
        names = [account.person.name for account in self.persons.accounts(actor) if account.email == email]
        return _("Cette adresse est déjà celle du compte de {name}.").format(name=names[0]) if names else ""

    def _account(self, actor: Person, target: Target) -> Account:
        found = next((one for one in self.persons.accounts(actor) if target.kind == PERSON and one.person.id == target.id), None)
        if found is None:
            raise UnknownPerson(_("Choisissez d'abord une personne dans la liste."))
        return found

    def _is_example(self, actor: Person) -> bool:
        return self.persons.account(actor) is None

    def _check_real(self, actor: Person) -> None:
        if self._is_example(actor):
            raise ValueError(_(EXAMPLE))


REFUSALS = (ValueError, UnknownPerson, RequestGone)
"""What the services above raise with a sentence for whoever asked."""


def _row(account: Account, landlords: Mapping[str, str]) -> PersonRow:
    person = account.person
    signed_in = day(account.signed_in_at.date()) if account.signed_in_at else _("jamais")
    role, organisation = _(ROLE_LABELS[person.role]), organisation_of(person, landlords)
    return PersonRow(person.id, person.name, account.email or "", role, organisation, _state(account), signed_in)


def _state(account: Account) -> str:
    if not account.person.active:
        return _("désactivé")
    if account.is_single:
        return _("actif, connexion unique")
    return _("invité") if account.is_invited and account.signed_in_at is None else _("actif")


def _form_of(account: Account, landlords: Mapping[str, str]) -> PersonForm:
    person = account.person
    fields = PersonFields(person.name, person.login, account.email or "", person.role.value, person.landlord or "")
    target = Target(PERSON, person.id)
    return PersonForm(target, fields, landlords, person.name, is_active=person.active, is_single=account.is_single)


def _code_of(name: str) -> str:
    """Return a code that an organisation's name gives."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    code = re.sub(r"[^a-z0-9]+", "-", plain).strip("-").lstrip("0123456789-")[:32].rstrip("-")
    return code if len(code) > 1 else f"bailleur-{code}".rstrip("-")
