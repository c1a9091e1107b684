"""Pages of this app."""

from django.urls import URLPattern, URLResolver, path

from parvis.apps.directory import institution_urls
from parvis.apps.directory.views import (
    changes,
    charts,
    choosing,
    editing,
    exports,
    imports,
    index,
    photos,
    profiles,
)

app_name = "directory"
urlpatterns: list[URLPattern | URLResolver] = [
    *institution_urls.urlpatterns,
    path("annuaire/", index.index, name="index"),
    path("annuaire/moi/", index.me, name="me"),
    path("annuaire/choisir/", choosing.choose, name="choose"),
    path("annuaire/exporter/<slug:kind>/", exports.export, name="export"),
    path("annuaire/importer/", imports.start, name="import"),
    path("annuaire/importer/<uuid:import_id>/", imports.preview, name="import-preview"),
    path("annuaire/importer/<uuid:import_id>/colonnes/", imports.map_columns, name="import-map"),
    path("annuaire/importer/<uuid:import_id>/accepter/", imports.accept, name="import-accept"),
    path("annuaire/importer/<uuid:import_id>/abandonner/", imports.drop, name="import-drop"),
    path("annuaire/importer/modele/<slug:kind>/", exports.model, name="import-model"),
    path("annuaire/organigramme/", charts.chart, name="chart"),
    path("annuaire/nouveau/", editing.add, {"kind": "person"}, name="new-person"),
    path("annuaire/nouveau/<slug:kind>/", editing.add, name="add"),
    path("annuaire/<uuid:party_id>/", profiles.party, name="party"),
    path("annuaire/<uuid:party_id>/photo/", photos.photo, name="photo"),
    path("annuaire/<uuid:party_id>/photo/changer/", editing.change_photo, name="change-photo"),
    path("annuaire/<uuid:party_id>/modifier/", editing.edit, name="edit"),
    path("annuaire/<uuid:party_id>/titulaire/", changes.pass_function, name="pass"),
    path("annuaire/<uuid:party_id>/membres/", changes.members, name="members"),
    path("annuaire/<uuid:party_id>/absence/", changes.declare_absence, name="absence"),
    path(
        "annuaire/absences/<uuid:absence_id>/retirer/",
        changes.withdraw_absence,
        name="withdraw-absence",
    ),
    path("annuaire/<uuid:party_id>/delegation/", changes.give_delegation, name="delegate"),
    path(
        "annuaire/delegations/<uuid:delegation_id>/",
        changes.change_delegation,
        name="change-delegation",
    ),
    path(
        "annuaire/delegations/<uuid:delegation_id>/supprimer/",
        changes.remove_delegation,
        name="remove-delegation",
    ),
    path("annuaire/<uuid:party_id>/depart/", changes.leave, name="leave"),
    path("annuaire/<uuid:party_id>/retour/", changes.come_back, name="return"),
    path("annuaire/<uuid:party_id>/fermer/", changes.close, name="close"),
]
