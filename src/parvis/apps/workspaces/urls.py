"""Pages of this app."""

from django.urls import URLPattern, URLResolver, path

from parvis.apps.workspaces.views import (
    boards,
    items,
    joining,
    members,
    settings,
    spaces,
    timelines,
    trash,
    waiting,
)

app_name = "workspaces"
urlpatterns: list[URLPattern | URLResolver] = [
    path("espaces/", spaces.index, name="index"),
    path("espaces/nouveau/", spaces.new, name="new"),
    path("espaces/<uuid:workspace_id>/accorder/", spaces.grant, name="grant"),
    path("espaces/<uuid:workspace_id>/refuser/", spaces.refuse, name="refuse"),
    path("espaces/<uuid:workspace_id>/rejoindre/", joining.join, name="join"),
    path("espaces/<uuid:workspace_id>/quitter/", joining.leave, name="leave"),
    path("espaces/<uuid:workspace_id>/demandes/<uuid:request_id>/", joining.decide, name="decide"),
    path("espaces/<uuid:workspace_id>/", timelines.space, name="space"),
    path("espaces/<uuid:workspace_id>/membres/", members.members, name="members"),
    path("espaces/<uuid:workspace_id>/membres/inviter/", members.invite, name="invite"),
    path(
        "espaces/<uuid:workspace_id>/membres/<uuid:membership_id>/", members.change, name="member"
    ),
    path(
        "espaces/<uuid:workspace_id>/membres/<uuid:membership_id>/retirer/",
        members.remove,
        name="member_remove",
    ),
    path(
        "espaces/<uuid:workspace_id>/membres/<uuid:membership_id>/renvoyer/",
        members.resend,
        name="member_resend",
    ),
    path("espaces/<uuid:workspace_id>/balle/", boards.space_board, name="waiting"),
    path("espaces/<uuid:workspace_id>/reglages/", settings.settings, name="settings"),
    path("espaces/<uuid:workspace_id>/archiver/", settings.archive, name="archive"),
    path("espaces/<uuid:workspace_id>/rouvrir/", settings.reopen, name="reopen"),
    path("espaces/<uuid:workspace_id>/entrer/", settings.enter, name="enter"),
    path("administration/espaces/", settings.all_spaces, name="all"),
    path("espaces/<uuid:workspace_id>/corbeille/", trash.trash, name="trash"),
    path("espaces/<uuid:workspace_id>/corbeille/vider/", trash.empty, name="trash_empty"),
    path("e/<uuid:item_id>/corbeille/", trash.put, name="trash_item"),
    path("e/<uuid:item_id>/restaurer/", trash.restore, name="restore"),
    path("e/<uuid:item_id>/supprimer/", trash.purge, name="purge"),
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
