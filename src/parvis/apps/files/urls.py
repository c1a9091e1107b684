"""Pages of this app."""

from django.urls import URLPattern, URLResolver, path

from parvis.apps.files.views import downloads, files, folders, forms, uploads

app_name = "files"
urlpatterns: list[URLPattern | URLResolver] = [
    path("documents/<uuid:item_id>/", folders.folder, name="folder"),
    path("documents/<uuid:item_id>/dossier/", folders.new_folder, name="new_folder"),
    path("documents/<uuid:item_id>/ajouter/", forms.add, name="add"),
    path("documents/<uuid:item_id>/actions/", folders.act, name="act"),
    path("documents/<uuid:item_id>/choisir/", folders.choose, name="choose"),
    path("documents/<uuid:item_id>/zip/", downloads.archive, name="zip"),
    path("documents/<uuid:item_id>/dossiers/", uploads.new_folders, name="new_folders"),
    path("documents/<uuid:item_id>/conflits/", uploads.conflicts, name="conflicts"),
    path("documents/fichier/<uuid:item_id>/", files.file, name="file"),
    path("documents/fichier/<uuid:item_id>/versions/", files.versions, name="versions"),
    path("documents/fichier/<uuid:item_id>/version/", forms.version, name="add_version"),
    path("documents/fichier/<uuid:item_id>/restaurer/", files.restore, name="restore"),
    path("documents/fichier/<uuid:item_id>/verrou/", files.lock, name="lock"),
    path("documents/fichier/<uuid:item_id>/deverrouiller/", files.unlock, name="unlock"),
    path("documents/fichier/<uuid:item_id>/apercu/", files.preview, name="preview"),
    path("documents/fichier/<uuid:item_id>/page/<int:page>/", downloads.page, name="page"),
    path("documents/fichier/<uuid:item_id>/vignette/", downloads.thumbnail, name="thumbnail"),
    path("documents/fichier/<uuid:item_id>/piece/<int:part>/", downloads.part, name="part"),
    path("documents/fichier/<uuid:item_id>/contenu/", downloads.content, name="download"),
    path("televersements/", uploads.collection, name="uploads"),
    path("televersements/<uuid:upload_id>/", uploads.one, name="upload"),
    path("televersements/<uuid:upload_id>/suite/", uploads.choose, name="upload_choice"),
]
