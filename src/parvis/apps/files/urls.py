"""Pages of this app."""

from django.urls import URLPattern, URLResolver, path

from parvis.apps.files.views import uploads

app_name = "files"
urlpatterns: list[URLPattern | URLResolver] = [
    path("televersements/", uploads.collection, name="uploads"),
    path("televersements/<uuid:upload_id>/", uploads.one, name="upload"),
    path("televersements/<uuid:upload_id>/suite/", uploads.choose, name="upload_choice"),
    path("documents/<uuid:item_id>/conflits/", uploads.conflicts, name="conflicts"),
]
