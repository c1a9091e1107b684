from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class KernelConfig(AppConfig):
    name = "parvis.kernel"
    label = "kernel"
    verbose_name = _("Ground")

    def ready(self) -> None:
        """Let every app register its events, kinds and reactions by having such a module."""
        autodiscover_modules("events", "kinds", "handlers", "tasks")
