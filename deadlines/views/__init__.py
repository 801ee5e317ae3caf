"""The pages of this app: thin, each calls one selector or service."""
