"""The page, the API, its looks."""
