"""Whether these people can do a playbook in time."""
