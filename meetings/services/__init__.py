"""All writes of this app: planning a meeting, recording and closing it, its minutes, and the executive summary."""
