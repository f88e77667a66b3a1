"""Whether a call-out reaches somebody who may decide, and how soon."""
