"""Text that the database keeps only as ciphertext: keys, the field, and the change of keys. Knows no case."""
