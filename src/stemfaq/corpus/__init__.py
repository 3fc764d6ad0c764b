"""What a passage is; reading and checking the corpus."""
