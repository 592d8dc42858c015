"""Licet over HTTP: the application, sign-in, and the versioned API. Pages are a layer above (``licet.web``)."""
