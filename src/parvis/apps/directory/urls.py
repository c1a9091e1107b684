"""Pages of this app."""

from django.urls import URLPattern, URLResolver, path

from parvis.apps.directory import institution_urls
from parvis.apps.directory.views import choosing, photos

app_name = "directory"
urlpatterns: list[URLPattern | URLResolver] = [
    *institution_urls.urlpatterns,
    path("annuaire/choisir/", choosing.choose, name="choose"),
    path("annuaire/<uuid:party_id>/photo/", photos.photo, name="photo"),
]
