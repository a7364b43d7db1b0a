"""What the service itself can refuse, beside what the domain refuses. Sentences are safe to show."""

from pathlib import Path

from priorauth.errors import PriorAuthError


class NotJson(PriorAuthError):
    """The body is not one JSON value in UTF-8 (HTTP 400)."""

    code = "not_json"


class UnsupportedMediaType(PriorAuthError):
    """The body is declared as something else than JSON (HTTP 415)."""

    code = "unsupported_media_type"

    def __init__(self) -> None:
        super().__init__("Send the body as JSON, with the header 'Content-Type: application/json'.")


class UnsupportedDocument(PriorAuthError):
    """The file is of a kind that text is not read from (HTTP 415)."""

    code = "unsupported_document"

    def __init__(self) -> None:
        super().__init__(
            "Text is read from plain text, Word documents (DOCX) and PDF files that hold text; pictures and scans "
            "cannot be read yet. Say with the header 'Content-Type' which of them is sent."
        )


class LookupUnavailable(PriorAuthError):
    """A lookup gives no answer just now, which says nothing about what was asked (HTTP 503)."""

    code = "lookup_unavailable"

    def __init__(self, title: str) -> None:
        super().__init__(f"The lookup '{title}' gives no answer just now. Nothing is known about what was asked.")


class BodyTooLarge(PriorAuthError):
    """The body is over the limit (HTTP 413)."""

    code = "body_too_large"

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"The request is larger than {limit:,} bytes, the limit of this service (PRIORAUTH_MAX_BODY_BYTES). "
            "Send fewer or shorter documents, or add them to the case one by one."
        )


class IdempotencyConflict(PriorAuthError):
    """The idempotency key was used for another body (HTTP 409)."""

    code = "idempotency_conflict"

    def __init__(self) -> None:
        super().__init__(
            "This Idempotency-Key was used for a request with another body. Use a new key for a new case, "
            "or send the first body again to get its case."
        )


class CaseDeleted(PriorAuthError):
    """The case's record was lawfully deleted (HTTP 410)."""

    code = "case_deleted"

    def __init__(self, case_id: str) -> None:
        super().__init__(
            f"The record of case {case_id} was deleted. When, by whom and which events there were is told at "
            f"/api/cases/{case_id}/audit."
        )


class UnknownPolicy(PriorAuthError):
    """No policy of this id in the rule book (HTTP 404)."""

    code = "policy_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such policy in this library. The policies are listed at /api/policies.")


class UnknownDocument(PriorAuthError):
    """The case has no such document (HTTP 404)."""

    code = "document_not_found"

    def __init__(self, case_id: str) -> None:
        super().__init__(f"Case {case_id} has no such document. Its documents are listed at /api/cases/{case_id}.")


class ReviewUnfinished(PriorAuthError):
    """The case has no recommendation yet (HTTP 409)."""

    code = "review_unfinished"

    def __init__(self, case_id: str) -> None:
        super().__init__(
            f"Case {case_id} is still in review. Its progress is at /api/cases/{case_id}/events; ask again after it."
        )


class ServiceStopping(PriorAuthError):
    """The service shuts down; what was accepted is kept (HTTP 503)."""

    code = "service_stopping"

    def __init__(self, case_id: str) -> None:
        super().__init__(
            f"The service is stopping. Case {case_id} is stored and is reviewed when the service starts again."
        )


class QueueFull(PriorAuthError):
    """As many cases wait for their review as this service takes (HTTP 429)."""

    code = "queue_full"

    def __init__(self, waiting: int) -> None:
        super().__init__(
            f"The queue is full: cases that wait for their review number {waiting:,}, as many as this service takes "
            "(PRIORAUTH_MAX_WAITING_CASES). This case was not accepted; send it again later."
        )


class StoreUnreachable(PriorAuthError):
    """The store does not answer just now (HTTP 503)."""

    code = "store_unreachable"

    def __init__(self) -> None:
        super().__init__(
            "The store does not answer just now. Send the request again; with the same Idempotency-Key a case is taken "
            "in once, whether or not the first attempt was stored."
        )


class StoreFull(PriorAuthError):
    """The store has no room for more (HTTP 507)."""

    code = "store_full"

    def __init__(self) -> None:
        super().__init__(
            "The store is full: its disk, or the room it was given, has no space for more. Nothing of this request was "
            "stored. What is stored can be read. Once there is room, send the request again."
        )


class StoreDamaged(PriorAuthError):
    """The store's file is not what a store is (HTTP 500, and at start)."""

    code = "store_damaged"

    def __init__(self, found: str) -> None:
        super().__init__(
            f"The store is damaged: {found}. No empty store was put in its place. Keep its files, and restore the "
            "store from a backup."
        )


class StoreTooNew(PriorAuthError):
    """The store was written by a newer version of this program. Raised at start."""

    code = "store_too_new"

    def __init__(self, schema: str) -> None:
        super().__init__(
            f"The store was written by a newer version of this program: its schema is {schema!r}, which this version "
            "does not know. Nothing was changed. Start the newer version, or restore a backup that this one wrote."
        )


class FolderInTheWay(PriorAuthError):
    """An export's folder cannot be made where it was asked for; nothing is overwritten."""

    code = "folder_in_the_way"

    def __init__(self, folder: str, why: str) -> None:
        super().__init__(f"The folder {folder} cannot be made: {why}. Name another one with --to.")


class RecordUnreadable(PriorAuthError):
    """What is stored of a case is so broken that it cannot be exported."""

    code = "record_unreadable"

    def __init__(self, case_id: str) -> None:
        super().__init__(
            f"The record of case {case_id} cannot be read, for it is not what was written. 'priorauth audit verify' "
            "says where it breaks. Nothing was exported."
        )


class NoStore(PriorAuthError):
    """There is no store where one is to be read; none is made in its place."""

    code = "no_store"

    def __init__(self, place: str) -> None:
        super().__init__(f"There is no store at {place}. Name the folder that holds it with --data-dir.")


class StoreInUse(PriorAuthError):
    """Another process serves this SQLite store. Raised at start."""

    code = "store_in_use"

    def __init__(self, store: Path) -> None:
        super().__init__(
            f"Another process serves the store {store}. Stop it, name another folder with --data-dir, or set "
            "DATABASE_URL to a Postgres database, which several processes can serve."
        )


class StoreUnavailable(PriorAuthError):
    """The store cannot be opened or brought up to date. Raised at start."""

    code = "store_unavailable"

    def __init__(self, kind: str, fault: str) -> None:
        super().__init__(
            f"The store ({kind}) cannot be opened: {fault}. Check DATABASE_URL, that the server runs and may be "
            "written to, and that the disk has room."
        )
