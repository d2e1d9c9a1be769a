"""The book in another language, from one source: `make translate`.

`markdown` and `strings` find what there is to translate, in texts and in code; `catalogue` keeps it with its
translations, in PO files below `locale/`; `tree` makes the notebooks and pages of a language.
"""

from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCALE = ROOT / "locale"
