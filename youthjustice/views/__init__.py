"""Pages of this app: `pages` show, `sections` fill an assessment in, `signing` moves it on."""
