"""The commands of ``onrecord``, one file for each kind of work."""
