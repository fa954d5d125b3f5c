"""An article's quotations, held against what was kept: a family of small pure files, and one that
reads the store.
"""
