"""Licet for assistants: the tools of the Model Context Protocol server ``licet mcp``."""
