"""The screens' furniture: form renderer, fields that read what people type, component tags, page context.

Floor 0: this app imports no other app of the project and has no models.
"""
