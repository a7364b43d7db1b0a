"""Whether the agents' framework makes spans and metrics of each turn and each tool call."""

from agent_framework.observability import disable_instrumentation, enable_instrumentation


def trace_framework(wanted: bool) -> None:
    """Sets it for this process. The framework makes them unless it is told not to, also where nobody takes them."""
    if wanted:
        enable_instrumentation(enable_sensitive_data=False, force=True)
    else:
        disable_instrumentation()
