"""What the queue takes from inside ``dbos`` and is not public. With a new version: read it anew, and the queue too."""

import inspect
from importlib.metadata import version

from dbos._core import execute_dequeued_workflow
from dbos._sys_db import SystemDatabase


def test_the_version_is_the_one_that_was_read():
    assert version("dbos") == "3.4.0"


def test_what_is_called_takes_what_it_is_given():
    calls = {
        execute_dequeued_workflow: ("dbos", "status", "owner_xid"),
        SystemDatabase.start_queued_workflows: (
            "self",
            "queue",
            "executor_id",
            "app_version",
            "queue_partition_key",
            "local_running_count",
            "owner_xid",
        ),
        SystemDatabase.get_workflow_statuses: ("self", "workflow_ids"),
        SystemDatabase.reenqueue_for_recovery: ("self", "workflow_id", "executor_ids", "recovery_queue_name"),
    }
    for call, names in calls.items():
        assert set(names) <= set(inspect.signature(call).parameters)
