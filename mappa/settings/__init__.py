"""Settings, one module per surrounding: base (shared), development, test, production."""
