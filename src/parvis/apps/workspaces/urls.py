"""Pages of this app."""

from django.urls import URLPattern, URLResolver, path

from parvis.apps.workspaces.views import items, members, spaces

app_name = "workspaces"
urlpatterns: list[URLPattern | URLResolver] = [
    path("espaces/<uuid:workspace_id>/", spaces.space, name="space"),
    path("espaces/<uuid:workspace_id>/membres/", members.members, name="members"),
    path("espaces/<uuid:workspace_id>/balle/", spaces.waiting, name="waiting"),
    path("e/<uuid:item_id>/", items.permalink, name="item"),
    path("e/<uuid:item_id>/panneau/<slug:name>/", items.panel, name="panel"),
    path("e/<uuid:item_id>/renommer/", items.rename, name="rename"),
]
