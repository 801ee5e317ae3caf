"""The component tags, available in every template without `load`."""
