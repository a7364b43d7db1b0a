"""What ``azd`` runs around provisioning and deploying: ``python3 -m infra.hooks COMMAND``, from the repository's root.

It runs on the deployer's machine, which has Python, ``az`` and ``azd`` and nothing of this project's environment: the
standard library alone is imported, and nothing of ``priorauth``. What it needs of the project it reads from files: the
agents' manifests, the agents' Dockerfile, the parameters of the templates, an example case.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the deployer's Python may be any
    sys.exit("The hooks need Python 3.11 or newer; this is %s." % sys.version.split()[0])  # noqa: UP031
