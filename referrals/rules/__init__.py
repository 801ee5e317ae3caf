"""Pure rules about referrals: what is asked, when it has to be answered, and which step follows which."""
