"""Pure rules about a person known to MAPPA: eligibility, validity of what is recorded, and who may do what."""
