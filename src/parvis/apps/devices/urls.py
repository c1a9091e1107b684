"""Pages of this app."""

from django.urls import URLPattern, URLResolver, path

from parvis.apps.devices.views import application, keeping

app_name = "devices"
urlpatterns: list[URLPattern | URLResolver] = [
    path("sw.js", application.worker, name="worker"),
    path("parvis.webmanifest", application.manifest, name="plain_manifest"),
    path("appli/<uuid:organisation_id>.webmanifest", application.manifest, name="manifest"),
    path("appli/icone/<slug:look>/<int:size>-<slug:purpose>.png", application.icon, name="icon"),
    path("hors-connexion/", keeping.offline, name="offline"),
    path("sur-cet-appareil/", keeping.kept, name="kept"),
    path("sur-cet-appareil/etat/", keeping.state, name="state"),
    path("sur-cet-appareil/<uuid:item_id>/", keeping.keep, name="keep"),
    path("sur-cet-appareil/<uuid:item_id>/fiche/", keeping.file, name="file"),
]
