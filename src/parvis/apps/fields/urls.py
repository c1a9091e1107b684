"""Pages of this app."""

from django.urls import URLPattern, URLResolver, path

from parvis.apps.fields.views import defining, filling

app_name = "fields"
urlpatterns: list[URLPattern | URLResolver] = [
    path("administration/champs/", defining.town, name="town"),
    path("administration/champs/nouveau/", defining.add_in_town, name="town-add"),
    path("espaces/<uuid:workspace_id>/champs/", defining.space, name="space"),
    path("espaces/<uuid:workspace_id>/champs/nouveau/", defining.add_in_space, name="space-add"),
    path("espaces/<uuid:workspace_id>/champs/export.csv", filling.export, name="export"),
    path("champs/<uuid:field_id>/", defining.change, name="change"),
    path("champs/<uuid:field_id>/deplacer/", defining.move, name="move"),
    path("champs/<uuid:field_id>/retirer/", defining.retire, name="retire"),
    path("champs/<uuid:field_id>/reprendre/", defining.restore, name="restore"),
    path("e/<uuid:item_id>/champs/", filling.fill, name="fill"),
]
