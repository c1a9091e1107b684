"""The place of fields in the administration."""

from django.utils.translation import gettext_lazy as _

from parvis.apps.directory.administration import AdminPage, register_admin_page

register_admin_page(
    AdminPage(
        name="fields",
        label=_("Fields"),
        description=_("What is asked of documents, publications and the rest, everywhere"),
        icon="list",
        url="fields:town",
        position=14,
    )
)
