"""Pages of this app."""

from django.urls import URLPattern, URLResolver, path

from parvis.apps.notifications import views

app_name = "notifications"
urlpatterns: list[URLPattern | URLResolver] = [
    path("notifications/", views.index, name="index"),
    path("notifications/tout-lu/", views.mark_all, name="mark_all"),
    path("notifications/courriels/", views.preferences, name="preferences"),
    path("notifications/desabonner/<str:token>/", views.stop, name="stop"),
    path("notifications/<uuid:notification_id>/", views.open_one, name="open"),
    path("notifications/<uuid:notification_id>/lu/", views.mark, name="mark"),
]
