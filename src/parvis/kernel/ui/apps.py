from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    name = "parvis.kernel.ui"
    label = "ui"
    verbose_name = _("Interface")

    def ready(self) -> None:
        """Let every app add its places and its blocks by having modules `shell` and `home`."""
        autodiscover_modules("shell", "home")
