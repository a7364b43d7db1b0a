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
