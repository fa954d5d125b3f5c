"""`make bench`: ratios measured in one run, each in a file of its own. docs/benchmarks.md tells how."""
