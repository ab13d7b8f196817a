"""Journey Assistant: interviews a business owner and hands back a journey map that says how it knows."""
