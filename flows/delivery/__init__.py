"""How letters and notices leave the house: channels, secrets, and what this machine remembers of it."""
