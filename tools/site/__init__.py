"""The Sphinx extension of this book, part by part."""

PARTS = (
    "offer",
    "executed",
    "mathml",
    "lines",
    "images",
    "openings",
    "theme",
    "meta",
    "styles",
    "quick_checks",
    "slides",
    "languages",
)


def setup(app):
    for part in PARTS:
        app.setup_extension(f"tools.site.{part}")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
