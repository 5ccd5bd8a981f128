"""A server behind TLS. Every secret must be given; nothing is made up."""

from django.core.exceptions import ImproperlyConfigured

from schakel.config.logs import logging_settings
from schakel.config.settings import environment as env
from schakel.config.settings.base import *  # noqa: F403

if not env.SECRET_KEY or not env.ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "Set SCHAKEL_SECRET_KEY and SCHAKEL_ALLOWED_HOSTS; see docs/reference/configuration.md."
    )
SECRET_KEY = env.SECRET_KEY
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.EMAIL_HOST
EMAIL_PORT = env.EMAIL_PORT
EMAIL_HOST_USER = env.EMAIL_USER
EMAIL_HOST_PASSWORD = env.EMAIL_PASSWORD
EMAIL_USE_TLS = env.EMAIL_PORT == 587
LOGGING = logging_settings(env.LOG_LEVEL, as_json=True)
