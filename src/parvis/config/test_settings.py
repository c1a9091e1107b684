"""Settings of the tests: a folder of their own, cheap passwords, no compressed assets."""

import atexit
import os
import shutil
import tempfile

if "PARVIS_DATA_DIR" not in os.environ:
    os.environ["PARVIS_DATA_DIR"] = folder = tempfile.mkdtemp(prefix="parvis-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)

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
