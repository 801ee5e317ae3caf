"""How an account's state is said on pages: words and the colour of their tag."""

from accounts.models import User

WORDS = {
    User.Off.INVITED: ("Invited", "blue"),
    User.Off.REMOVED: ("Removed", "grey"),
    User.Off.DORMANT: ("Dormant", "yellow"),
}


def state_of(person: User) -> tuple[str, str]:
    """The state of an account: words and colour."""
    if person.is_active:
        return ("On", "green")
    return WORDS.get(User.Off(person.off_because), ("Switched off", "grey")) if person.off_because else ("Off", "grey")
