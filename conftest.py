"""Notebooks as tests: nbval compares each cell with what it printed when it ran, instead of running it again.

`python -m tools.execute` has run them, once, for the pages too. `pytest --nbval` alone runs them afresh, as
other processors are tried.
"""

from collections import deque
from copy import deepcopy

import pytest
from nbval.plugin import IPyNbCell, IPyNbFile

from tools.execute import ROOT, with_outputs
from tools.notebooks import normalise_output

STUDENTS = ROOT / "exercises"  # these notebooks hold stubs: what they print is not compared


def pytest_collect_file(file_path, parent):
    if file_path.suffix == ".ipynb" and not (parent.config.option.nbval or parent.config.option.nbval_lax):
        return RecordedNotebook.from_parent(parent, path=file_path)
    return None


@pytest.hookimpl(trylast=True)
def pytest_runtest_setup(item):
    """Tell the kernel which cell comes: cells of one notebook may be compared by several processes."""
    if isinstance(item, IPyNbCell) and isinstance(item.parent, RecordedNotebook):
        item.parent.kernel.cell_num = item.cell_num


class RecordedNotebook(IPyNbFile):
    """A notebook whose cells have run; nbval asks the record, as it would ask a kernel."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.compare_outputs = self.path.parent != STUDENTS

    def setup(self):
        self.kernel = Record(with_outputs(deepcopy(self.nb), self.path))
        self.setup_sanitize_files()


class Record:
    """Answers as nbval's kernel does, with the outputs that are kept."""

    def __init__(self, notebook):
        self.cells = [cell for cell in notebook.cells if cell.cell_type == "code"]

    def is_alive(self):
        return True

    def stop(self):
        pass

    def execute_cell_input(self, source, allow_stdin=None):
        outputs = [kept for output in self.cells[self.cell_num].outputs if (kept := normalise_output(output))]
        self.messages = deque(map(message, outputs))
        self.messages.append({"msg_type": "status", "content": {"execution_state": "idle"}})
        return self.cell_num

    def await_reply(self, msg_id, timeout=None):
        pass

    def get_message(self, stream, timeout=None):
        return self.messages.popleft() | {"parent_header": {"msg_id": self.cell_num}}


def message(output):
    """An output as a kernel sends it."""
    content = {part: value for part, value in output.items() if part != "output_type"}
    return {"msg_type": output["output_type"], "content": content}
