"""Pages of this app."""

from django.urls import path

from parvis.apps.conversations import views

app_name = "conversations"
urlpatterns = [
    path("e/<uuid:item_id>/discussion/", views.panel, name="panel"),
    path("e/<uuid:item_id>/discussion/ajouter/", views.start, name="start"),
    path("e/<uuid:item_id>/discussion/appeler/", views.mentionable, name="mentionable"),
    path("discussions/<uuid:conversation_id>/repondre/", views.reply, name="reply"),
    path("discussions/<uuid:conversation_id>/regler/", views.resolve, name="resolve"),
    path("commentaires/<uuid:message_id>/modifier/", views.edit, name="edit"),
    path("commentaires/<uuid:message_id>/supprimer/", views.delete, name="delete"),
    path("commentaires/<uuid:message_id>/historique/", views.history, name="history"),
]
