"""Runs a student's notebook inside the sandbox and answers calls. Nothing here is trusted.

Reads frames of `protocol` from one file descriptor and writes them to another. The first frame holds
the cells; then come calls, by the name of a function or by a reference that an earlier reply handed out.
"""

import builtins
import os
import resource
import sys
import types

import numpy as np
import protocol
from notebook_cells import Shell, run_cell
from stand_ins import Absorb, AbsorbFinder

REQUESTS, REPLIES = 3, 4  # file descriptors that the grader opens
LONGEST = 500  # characters of an error message
NOTEBOOK = types.ModuleType("__main__")  # whose names are those of the notebook


def limit(setup):
    """Hard limits of this process and its children; none of them can be raised again."""
    limits = {
        resource.RLIMIT_AS: setup["memory"],
        resource.RLIMIT_CPU: setup["seconds"],
        resource.RLIMIT_FSIZE: setup["file_size"],
        resource.RLIMIT_NPROC: setup["processes"],
        resource.RLIMIT_NOFILE: 64,  # also bounds what buffers of sockets and pipes hold
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_SIGPENDING: 64,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_MEMLOCK: 0,
    }
    for name, value in limits.items():
        most = resource.getrlimit(name)[1]  # of the machine, or of who grades
        value = value if most == resource.RLIM_INFINITY else min(value, most)
        resource.setrlimit(name, (value, value))


def read_exactly(n_bytes):
    parts = []
    while n_bytes:
        part = os.read(REQUESTS, min(n_bytes, 1 << 20))
        if not part:
            os._exit(0)  # the grader has gone
        parts.append(part)
        n_bytes -= len(part)
    return b"".join(parts)


def receive():
    return protocol.unpack(read_exactly(protocol.length(read_exactly(4))))


def send(message):
    data = memoryview(protocol.pack(message))
    while data:
        data = data[os.write(REPLIES, data) :]


def describe(error):
    """An error as plain strings, whatever its methods do."""
    try:
        text = str(error)[:LONGEST]
    except BaseException:
        text = "an error that cannot be shown"
    return [type(error).__name__[:50], text]


def run_cells(cells, names):
    """Announce and run the cells one after the other; (number, error) of those that fail."""
    failed = []
    for number, source in enumerate(cells, 1):
        send({"cell": number})
        try:
            run_cell(source, names, number)
        except BaseException as error:
            failed.append([number, *describe(error)])
    return failed


def no_input(*words):
    """Stands for input."""
    raise EOFError("input() waits for a person, and none is here")


class Answers:
    """The names of the notebook, and the references that were handed out."""

    def __init__(self, names):
        self.names, self.kept = names, []

    def keep(self, thing):
        self.kept.append(thing)
        return [len(self.kept) - 1, type(thing).__name__[:50], callable(thing)]

    def found(self, reference):
        """What a reference of the grader stands for: kept here, in numpy, or by the grader."""
        kind, key = reference
        if kind == "kept":
            return self.kept[key]
        if kind == "numpy":
            return getattr(np, key)
        return lambda *args: self.call_back(key, args)

    def call_back(self, key, args):
        send({"callback": key, "args": protocol.encode(args, self.keep)})
        reply = receive()
        if "error" in reply:
            raise RuntimeError(reply["error"])
        return protocol.decode(reply["value"], self.found)

    def look_up(self, request):
        if "name" in request:
            return self.names.get(request["name"])
        return self.kept[request["reference"]]

    def reply(self, request):
        """Answer one request: what a name is, or what a call returns."""
        thing = self.look_up(request)
        if "args" not in request:
            return {"value": protocol.encode(thing, self.keep)}
        args = protocol.decode(request["args"], self.found)
        before = [np.copy(a) if isinstance(a, np.ndarray) else None for a in args]
        value = protocol.encode(thing(*args), self.keep)
        changed = [
            [k, protocol.encode(a, self.keep)]
            for k, (a, b) in enumerate(zip(args, before, strict=True))
            if b is not None and a.tobytes() != b.tobytes()
        ]
        return {"value": value, "changed": changed}


def main():
    send({"alive": True})
    setup = receive()
    limit(setup["limits"])
    with open(os.devnull, "r+b") as nothing:
        for descriptor in range(3):
            os.dup2(nothing.fileno(), descriptor)
    sys.meta_path.insert(0, AbsorbFinder(setup["absorb"]))
    sys.path.append("")
    sys.modules["__worker__"], sys.modules["__main__"] = sys.modules["__main__"], NOTEBOOK
    names = vars(NOTEBOOK)
    names.update(grader=Absorb("grader"), display=Absorb("display"))
    names["np"] = np  # as the first cell of an assignment has it, which students delete
    names.update(In=[""], Out={}, exit=sys.exit, quit=sys.exit, get_ipython=lambda: Shell(names))
    builtins.input = no_input
    answers = Answers(names)
    send({"ready": run_cells(setup["cells"], names)})
    while True:
        request = receive()
        nonce = request.get("nonce")
        try:
            reply = answers.reply(request)
        except BaseException as error:
            reply = {"error": describe(error)}
        try:
            send(reply | {"nonce": nonce})
        except (MemoryError, protocol.ProtocolError) as error:
            send({"error": describe(error), "nonce": nonce})


if __name__ == "__main__":
    main()
