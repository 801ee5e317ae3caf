"""The forms of this app. They check what a single field can know; the rules check the rest in the services."""
