"""Who may reach the addresses of the directory."""

from typing import Any

from parvis.apps.directory.shell import theme_version
from parvis.kernel.testing.surfaces import EVERYONE, SIGNED_IN, TOWN, Elsewhere, Walk


def mayor(town: Any) -> dict[str, Any]:
    return {"party_id": town.persons["mayor"].pk}


def version(town: Any) -> dict[str, Any]:
    del town
    return {"version": theme_version("#2e6b5a")}


def this_town(town: Any) -> dict[str, Any]:
    return {"organisation": town.organisation.pk}


def spreadsheet(town: Any) -> dict[str, Any]:
    del town
    return {"kind": "csv"}


def a_department(town: Any) -> dict[str, Any]:
    del town
    return {"kind": "department"}


MANAGERS = frozenset({"admin", "manager"})
ADMINISTRATORS = frozenset({"admin", "outsider"})  # each of their own organisation

SURFACES: dict[str, Walk | Elsewhere] = {
    "directory:administration": Walk(ADMINISTRATORS),
    "directory:admin-organisation": Walk(ADMINISTRATORS),
    "directory:admin-sign-in": Walk(ADMINISTRATORS),
    "directory:admin-people": Walk(ADMINISTRATORS),
    "directory:admin-invite-newcomers": Walk(ADMINISTRATORS, method="post"),
    "directory:admin-person": Walk(frozenset({"admin"}), mayor),
    "directory:admin-role": Walk(frozenset({"admin"}), mayor, "post", {"role": "member"}),
    "directory:admin-suspend": Walk(frozenset({"admin"}), mayor, "post"),
    "directory:admin-resume": Walk(frozenset({"admin"}), mayor, "post"),
    "directory:admin-invite": Walk(frozenset({"admin"}), mayor, "post"),
    "directory:admin-mails": Walk(ADMINISTRATORS),
    "directory:admin-mail": Elsewhere("test_administration.py: a mail is made first"),
    "directory:admin-health": Walk(ADMINISTRATORS),
    "directory:admin-replay": Elsewhere("test_administration.py: a failure is made first"),
    "directory:index": Walk(SIGNED_IN),
    "directory:me": Walk(SIGNED_IN),
    "directory:chart": Walk(TOWN | {"outsider"}),
    "directory:party": Walk(TOWN | {"partner"}, mayor),
    "directory:export": Walk(TOWN | {"outsider"}, spreadsheet),
    "directory:new-person": Walk(MANAGERS | {"outsider"}),
    "directory:add": Walk(MANAGERS | {"outsider"}, a_department),
    "directory:edit": Walk(MANAGERS | {"mayor"}, mayor),
    "directory:change-photo": Walk(MANAGERS | {"mayor"}, mayor),
    "directory:absence": Walk(MANAGERS | {"mayor"}, mayor),
    "directory:withdraw-absence": Elsewhere("test_views.py: an absence is declared first"),
    "directory:delegate": Walk(MANAGERS, mayor),
    "directory:change-delegation": Elsewhere("test_views.py: a delegation is given first"),
    "directory:remove-delegation": Elsewhere("test_views.py: a delegation is given first"),
    "directory:pass": Walk(MANAGERS, lambda town: {"party_id": town.function.pk}),
    "directory:members": Walk(MANAGERS, lambda town: {"party_id": town.group.pk}),
    "directory:leave": Walk(MANAGERS, mayor),
    "directory:return": Walk(MANAGERS, mayor, "post"),
    "directory:close": Walk(MANAGERS, lambda town: {"party_id": town.group.pk}, "post"),
    "directory:import": Walk(ADMINISTRATORS),
    "directory:import-model": Walk(ADMINISTRATORS, spreadsheet),
    "directory:import-preview": Elsewhere("test_imports.py: a file is sent first"),
    "directory:import-map": Elsewhere("test_imports.py: a file is sent first"),
    "directory:import-accept": Elsewhere("test_imports.py: a file is sent first"),
    "directory:import-drop": Elsewhere("test_imports.py: a file is sent first"),
    "directory:join": Elsewhere("test_invitations.py walks a link's life: it needs its token"),
    "directory:setup": Elsewhere("test_setup.py: the first visitor, once"),
    "directory:setup-communes": Elsewhere("test_setup.py: the first visitor, once"),
    "directory:setup-demonstration": Elsewhere("test_setup.py: the first visitor, once"),
    "directory:logo": Elsewhere("test_branding.py: logos are for everybody"),
    "directory:choose": Walk(SIGNED_IN),
    "directory:photo": Elsewhere("test_choosing.py: a person without a photo has none to refuse"),
    "directory:switch": Walk(TOWN | {"partner"}, method="post", data=this_town),
    "directory:theme": Walk(EVERYONE, version),
}
