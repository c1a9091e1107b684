"""Pages of this app."""

from django.urls import URLPattern, URLResolver, path

from parvis.apps.search import views

app_name = "search"
urlpatterns: list[URLPattern | URLResolver] = [
    path("recherche/", views.index, name="index"),
    path("recherche/vite/", views.quick, name="quick"),
    path("administration/recherche/", views.administration, name="admin"),
    path("administration/recherche/refaire/", views.rebuild, name="rebuild"),
    path("recherche/enregistrees/", views.save, name="save"),
    path("recherche/enregistrees/<uuid:search_id>/oublier/", views.forget, name="forget"),
    path("recherche/pourquoi/<uuid:source_id>/", views.why, name="why"),
]
