"""Settings, one module per surrounding: base (shared), development, test, production. Choose with DJANGO_SETTINGS_MODULE."""
