"""Pages of this app."""

from django.urls import URLPattern, URLResolver, path

from parvis.apps.posts.views import (
    lists,
    pictures,
    placing,
    posts,
    public,
    readings,
    writing,
)

app_name = "posts"
urlpatterns: list[URLPattern | URLResolver] = [
    path("actualites/", lists.news, name="news"),
    path("publications/nouvelle/", lists.choose, name="choose"),
    path("publications/espace/<uuid:workspace_id>/", lists.space, name="space"),
    path("publications/espace/<uuid:workspace_id>/nouvelle/", writing.new, name="new"),
    path("publications/espace/<uuid:workspace_id>/brouillon/", writing.begin, name="begin"),
    path("publications/espace/<uuid:workspace_id>/cartes/", writing.cards, name="cards"),
    path("publications/espace/<uuid:workspace_id>/public/", placing.public_page, name="page"),
    path("publications/images/<uuid:picture_id>/", pictures.picture, name="picture"),
    path("publications/<uuid:post_id>/", posts.post, name="post"),
    path("publications/<uuid:post_id>/modifier/", writing.edit, name="edit"),
    path("publications/<uuid:post_id>/brouillon/", writing.autosave, name="autosave"),
    path("publications/<uuid:post_id>/images/", pictures.add, name="add_picture"),
    path("publications/<uuid:post_id>/deprogrammer/", placing.unschedule, name="unschedule"),
    path("publications/<uuid:post_id>/retirer/", placing.withdraw, name="withdraw"),
    path("publications/<uuid:post_id>/epingler/", placing.pin, name="pin"),
    path("publications/<uuid:post_id>/masquer/", placing.hide, name="hide"),
    path("publications/<uuid:post_id>/auteurs/", placing.authors, name="authors"),
    path("publications/<uuid:post_id>/lectures/", readings.readers, name="readers"),
    path("publications/<uuid:post_id>/accuses/", readings.ask, name="ask"),
    path("publications/<uuid:post_id>/lu/", readings.acknowledge, name="acknowledge"),
    path("publications/<uuid:post_id>/versions/", posts.versions, name="versions"),
    path("public/<uuid:workspace_id>/", public.page, name="public"),
    path("public/<uuid:workspace_id>/<uuid:post_id>/", public.post, name="public_post"),
    path("public/images/<uuid:picture_id>/", public.picture, name="public_picture"),
]
