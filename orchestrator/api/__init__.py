"""The HTTP faces of the service: cases as resources, and the small API that other clients speak."""
