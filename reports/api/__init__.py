"""The interface for programs: places, scores and scenarios, as typed answers, and their description in OpenAPI 3.1."""
