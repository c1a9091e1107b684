"""Pages of this app."""

from django.urls import URLPattern, URLResolver, path

from parvis.apps.cockpit import views
from parvis.apps.cockpit.journal import views as journal

app_name = "cockpit"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("accueil/premiers-pas/", views.hide_steps, name="hide_steps"),
    path("administration/journal/", journal.journal, name="journal"),
    path("administration/journal/exporter/", journal.export, name="export_journal"),
]
