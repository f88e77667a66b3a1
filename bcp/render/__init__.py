"""Views → HTML → PDF. The only part that knows jinja2 and weasyprint."""
