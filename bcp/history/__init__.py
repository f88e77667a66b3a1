"""What git knows of a plan: which revision this is, and whether it was changed since."""
