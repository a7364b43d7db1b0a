"""Reads one file in a process of its own: its bytes come in, the answer goes out as JSON.

A file may make a parser run without end, take all memory, or fall. Then this process is ended, and nothing else.
``python -m orchestrator.uploads MEDIA_TYPE``; what cannot be read at all ends it with another exit code than 0.
"""

import json
import sys

from orchestrator.uploads.docx import read_docx
from orchestrator.uploads.model import DocumentRefused, MediaType
from orchestrator.uploads.pdf import read_pdf

_MOST_BYTES_OF_MEMORY = 2 * 1024**3
_READERS = {MediaType.DOCX: read_docx, MediaType.PDF: read_pdf}


def main(media_type: str) -> None:
    """Reads standard input, and writes the text or the refusal."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES_OF_MEMORY, _MOST_BYTES_OF_MEMORY))
    try:
        answer = _READERS[MediaType(media_type)](sys.stdin.buffer.read()).model_dump_json()
    except DocumentRefused as refused:
        answer = json.dumps({"reason": refused.reason, "sentence": str(refused)})
    sys.stdout.buffer.write(answer.encode())


if __name__ == "__main__":
    main(sys.argv[1])
