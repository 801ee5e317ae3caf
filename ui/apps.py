"""Registers the screens' furniture with Django."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The app that holds the form renderer and the component tags."""

    name = "ui"
    verbose_name = "Screens"
