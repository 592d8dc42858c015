"""Names become comparable forms, candidates, scores with reasons, and listed-party facts."""
