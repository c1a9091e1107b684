"""Pages of the institution: its door, its colours, its set-up, its administration."""

from django.urls import URLPattern, URLResolver, path

from parvis.apps.directory.views import administration, branding, joining, setup, switching

urlpatterns: list[URLPattern | URLResolver] = [
    path("installation/", setup.installation, name="setup"),
    path("installation/communes/", setup.communes, name="setup-communes"),
    path("installation/demonstration/", setup.demonstration, name="setup-demonstration"),
    path("administration/", administration.index, name="administration"),
    path("administration/collectivite/", administration.organisation, name="admin-organisation"),
    path("administration/connexion/", administration.sign_in, name="admin-sign-in"),
    path("administration/personnes/", administration.people, name="admin-people"),
    path(
        "administration/personnes/inviter/",
        administration.invite_newcomers,
        name="admin-invite-newcomers",
    ),
    path("administration/personnes/<uuid:party_id>/", administration.person, name="admin-person"),
    path(
        "administration/personnes/<uuid:party_id>/role/",
        administration.change_role,
        name="admin-role",
    ),
    path(
        "administration/personnes/<uuid:party_id>/suspendre/",
        administration.suspend,
        name="admin-suspend",
    ),
    path(
        "administration/personnes/<uuid:party_id>/rendre/",
        administration.resume,
        name="admin-resume",
    ),
    path(
        "administration/personnes/<uuid:party_id>/inviter/",
        administration.invite,
        name="admin-invite",
    ),
    path("administration/courriels/", administration.mails, name="admin-mails"),
    path("administration/courriels/<str:name>/", administration.mail, name="admin-mail"),
    path("administration/sante/", administration.health, name="admin-health"),
    path(
        "administration/sante/<uuid:delivery_id>/rejouer/",
        administration.replay,
        name="admin-replay",
    ),
    path("rejoindre/<str:token>/", joining.join, name="join"),
    path("compte/collectivite/", switching.switch, name="switch"),
    path("theme/<str:version>.css", branding.stylesheet, name="theme"),
    path("logo/<uuid:organisation_id>/<str:digest>.webp", branding.logo, name="logo"),
]
