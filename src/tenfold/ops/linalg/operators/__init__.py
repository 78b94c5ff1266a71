"""Linear operators: matrices that are known by their structure, a family in each file."""
