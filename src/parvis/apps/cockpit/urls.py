"""Pages of this app."""

from django.urls import URLPattern, URLResolver, path

from parvis.apps.cockpit import views

app_name = "cockpit"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("accueil/premiers-pas/", views.hide_steps, name="hide_steps"),
]
