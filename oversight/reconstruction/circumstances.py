"""A person's circumstances in the picture of a case on a day."""

from circumstances.models import MODELS
from circumstances.rules.kinds import SPECS
from circumstances.timeline import in_words
from oversight.reconstruction.naming import Names, Told
from oversight.reconstruction.past import Reader


def circumstances(reader: Reader, names: Names) -> Told:
    """Each fact as it stood."""
    told: Told = {}
    for kind, model in MODELS.items():
        row = reader.decision(model)
        if row is not None:
            told[kind] = (SPECS[kind].title, in_words(row))
    return told
