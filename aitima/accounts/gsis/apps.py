from django.apps import AppConfig


class GsisConfig(AppConfig):
    name = "aitima.accounts.gsis"
    label = "gsis"
