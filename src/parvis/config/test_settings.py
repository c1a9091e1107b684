"""Settings of the tests: a folder of their own, cheap passwords, no compressed assets."""

import os
import tempfile

os.environ.setdefault("PARVIS_DATA_DIR", tempfile.mkdtemp(prefix="parvis-tests-"))

from parvis.config import settings
from parvis.config.settings import *  # noqa: F403 -- the folder must be known first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith("whitenoise.")]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["*"]
