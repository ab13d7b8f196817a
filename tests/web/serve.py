"""Serves an app file on a port: `python -m tests.web.serve PORT [TARGET]`."""

import sys
from pathlib import Path

from assistant.web.launch import serve

serve(port=int(sys.argv[1]), target=Path(sys.argv[2]) if len(sys.argv) > 2 else None)
