"""Pages of this app."""

from django.urls import URLPattern, URLResolver, path

from parvis.apps.sharing.views import deposits, links, lists, public

app_name = "sharing"
urlpatterns: list[URLPattern | URLResolver] = [
    path("partages/", lists.mine, name="mine"),
    path("partages/espace/<uuid:workspace_id>/", lists.space, name="space"),
    path("partages/lien/<uuid:item_id>/", links.new, name="new"),
    path("partages/envoi/<uuid:item_id>/", links.send, name="send"),
    path("partages/depot/<uuid:item_id>/", links.new_deposit, name="new_deposit"),
    path("partages/<uuid:link_id>/", links.link, name="link"),
    path("partages/<uuid:link_id>/modifier/", links.change, name="change"),
    path("partages/<uuid:link_id>/retirer/", links.revoke, name="revoke"),
    path("administration/partages/", lists.administration, name="administration"),
    path("partage/<slug:token>/", public.entry, name="entry"),
    path("partage/<slug:token>/zip/", public.archive, name="zip"),
    path("partage/<slug:token>/dossier/<uuid:item_id>/", public.folder, name="folder"),
    path("partage/<slug:token>/dossier/<uuid:item_id>/zip/", public.archive, name="folder_zip"),
    path("partage/<slug:token>/fichier/<uuid:item_id>/", public.file, name="file"),
    path("partage/<slug:token>/fichier/<uuid:item_id>/contenu/", public.download, name="download"),
    path("partage/<slug:token>/fichier/<uuid:item_id>/page/<int:page>/", public.page, name="page"),
    path("depot/<slug:token>/", deposits.deposit, name="deposit"),
    path("depot/<slug:token>/recu/<uuid:deposit_id>/", deposits.receipt, name="receipt"),
]
