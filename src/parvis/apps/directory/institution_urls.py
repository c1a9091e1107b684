"""Pages of the institution: its door, its colours, its set-up, its administration."""

from django.urls import URLPattern, URLResolver, path

from parvis.apps.directory.views import branding, joining, setup, switching

urlpatterns: list[URLPattern | URLResolver] = [
    path("installation/", setup.installation, name="setup"),
    path("installation/communes/", setup.communes, name="setup-communes"),
    path("installation/demonstration/", setup.demonstration, name="setup-demonstration"),
    path("rejoindre/<str:token>/", joining.join, name="join"),
    path("compte/collectivite/", switching.switch, name="switch"),
    path("theme/<str:version>.css", branding.stylesheet, name="theme"),
    path("logo/<uuid:organisation_id>/<str:digest>.webp", branding.logo, name="logo"),
]
