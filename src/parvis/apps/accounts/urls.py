"""Pages of one's own account."""

from django.urls import URLPattern, URLResolver, path

from parvis.apps.accounts import views

app_name = "accounts"
urlpatterns: list[URLPattern | URLResolver] = [
    path("compte/", views.home, name="home"),
    path("compte/securite/", views.security, name="security"),
    path("compte/sessions/", views.sessions, name="sessions"),
    path("compte/sessions/<int:session_id>/fermer/", views.close_session, name="close-session"),
    path("compte/affichage/", views.display, name="display"),
    path("compte/jetons/", views.tokens, name="tokens"),
    path("compte/jetons/<uuid:token_id>/revoquer/", views.close_token, name="close-token"),
]
