"""Pages of this app."""

from django.urls import URLPattern, URLResolver, path

from parvis.apps.workspaces.views import boards, items, members, timelines, waiting

app_name = "workspaces"
urlpatterns: list[URLPattern | URLResolver] = [
    path("espaces/<uuid:workspace_id>/", timelines.space, name="space"),
    path("espaces/<uuid:workspace_id>/membres/", members.members, name="members"),
    path("espaces/<uuid:workspace_id>/balle/", boards.space_board, name="waiting"),
    path("e/<uuid:item_id>/", items.permalink, name="item"),
    path("e/<uuid:item_id>/panneau/<slug:name>/", items.panel, name="panel"),
    path("e/<uuid:item_id>/renommer/", items.rename, name="rename"),
    path("balle/", boards.board, name="balls"),
    path("balle/<uuid:waiting_id>/repondre/", waiting.answer, name="ball_answer"),
    path("balle/<uuid:waiting_id>/transmettre/", waiting.pass_on, name="ball_pass"),
    path("balle/<uuid:waiting_id>/reprendre/", waiting.take_back, name="ball_take_back"),
    path("balle/<uuid:waiting_id>/clore/", waiting.close, name="ball_close"),
    path("balle/<uuid:waiting_id>/relancer/", waiting.remind, name="ball_remind"),
    path("e/<uuid:item_id>/balle/", waiting.panel, name="ball_panel"),
    path("e/<uuid:item_id>/balle/demander/", waiting.ask, name="ball_ask"),
    path("e/<uuid:item_id>/historique/", timelines.history, name="history"),
]
