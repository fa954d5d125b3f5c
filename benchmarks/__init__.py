"""`make bench`: ratios measured in one run, a file each.

How, and the last results: docs/benchmarks.md.
"""
