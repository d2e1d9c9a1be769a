"""The Sphinx extension that puts outputs into pages: a notebook as it is now, with what its code has printed.

`python -m tools.execute` runs the notebooks. A page is built again when its text, its outputs or a setting
changed.
"""

import json
from pathlib import Path

from tools.citations import roles
from tools.execute import ROOT, digest, digest_of, with_outputs

SETTINGS = (
    *("_config.yml", "_toc.yml", "course.toml", "references.bib", "tools/site"),
    *("tools/address.py", "tools/citations.py", "tools/questions.py"),
    *(
        "mlplib/explore",
        "mlplib/playground",
        "mlplib/_homes.py",
        "mlplib/locale",
        "locale",
        "tools/translation",
    ),
)


def setup(app):
    app.connect("source-read", add_outputs)
    app.connect("env-get-outdated", outdated)
    app.connect("env-updated", lambda app, env: env.found_docs)  # all are written: the sitemap is whole
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def notebook_of(app, docname):
    """The path of a page that is a notebook, else None."""
    path = Path(app.srcdir, f"{docname}.ipynb")
    return path if path.exists() else None


def english(docname):
    """The path of the notebook that runs for a page, in whatever language the page is."""
    return ROOT / f"{docname}.ipynb"


def add_outputs(app, docname, source):
    """Give every code cell of a page the outputs that it had when it ran; citations become roles."""
    if notebook_of(app, docname):
        notebook = with_outputs(json.loads(source[0]), english(docname))
        for cell in notebook["cells"]:
            if cell["cell_type"] == "markdown":
                cell["source"] = roles("".join(cell["source"]))
        source[0] = json.dumps(notebook)


def outdated(app, env, added, changed, removed):
    """Pages to build again beside those whose text changed: all if a setting changed, else new outputs."""
    notebooks = {name: english(name) for name in env.found_docs if notebook_of(app, name)}
    settings, outputs = digest_of(SETTINGS), {name: digest(path) for name, path in notebooks.items()}
    before, env.made_from = getattr(env, "made_from", None), (settings, outputs)
    if before is None or before[0] != settings:
        return env.found_docs
    return [name for name in outputs if outputs[name] != before[1].get(name)]
