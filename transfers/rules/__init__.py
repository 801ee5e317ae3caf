"""Rules of transfers between areas: facts in, findings and due dates out."""
