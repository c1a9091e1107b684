"""Pages of this app."""

from django.urls import URLPattern, URLResolver, path

from parvis.apps.cockpit.journal import views as journal
from parvis.apps.cockpit.views import arranging, home

app_name = "cockpit"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("accueil/bloc/<slug:name>/", home.block, name="block"),
    path("accueil/premiers-pas/", home.hide_steps, name="hide_steps"),
    path("accueil/arranger/", arranging.arrange, name="arrange"),
    path("accueil/arranger/retablir/", arranging.reset, name="reset"),
    path("administration/accueil/", arranging.profile, name="profiles"),
    path("administration/accueil/<slug:name>/", arranging.profile, name="profile"),
    path(
        "administration/accueil/<slug:name>/retablir/",
        arranging.reset_profile,
        name="reset_profile",
    ),
    path("administration/journal/", journal.journal, name="journal"),
    path("administration/journal/exporter/", journal.export, name="export_journal"),
]
