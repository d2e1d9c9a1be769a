"""The Sphinx extension of this book: outputs, formulas, pictures, theme, addresses, presentations."""


def setup(app):
    for part in ("executed", "mathml", "images", "theme", "meta", "styles", "slides"):
        app.setup_extension(f"tools.site.{part}")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
