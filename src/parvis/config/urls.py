"""Every page: each app brings its own `urls`."""

from django.urls import URLPattern, URLResolver, include, path

from parvis.config.api import api

handler400 = "parvis.kernel.ui.views.unreadable"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("parvis.kernel.ui.urls")),
    path("api/v1/", api.urls),
    path("", include("parvis.apps.cockpit.urls")),
    path("compte/", include("parvis.apps.accounts.sign_in_urls")),
    path("", include("parvis.apps.accounts.urls")),
    path("", include("parvis.apps.directory.urls")),
    path("", include("parvis.apps.workspaces.urls")),
    path("", include("parvis.apps.conversations.urls")),
    path("", include("parvis.apps.fields.urls")),
    path("", include("parvis.apps.posts.urls")),
    path("", include("parvis.apps.files.urls")),
    path("", include("parvis.apps.sharing.urls")),
    path("", include("parvis.apps.notifications.urls")),
    path("", include("parvis.apps.search.urls")),
    path("", include("parvis.apps.devices.urls")),
]
