"""Every write to accounts: inviting, giving roles, moving, removing, terms of use and staff mode."""
