"""The Sphinx extension of this book: offer, outputs, formulas, pictures, checks, theme, addresses, slides."""

PARTS = (
    "offer",
    "executed",
    "mathml",
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
