"""The suites: each loads its cases, puts them to the product and scores what comes out."""
