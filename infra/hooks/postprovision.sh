#!/bin/sh
# The agents' image is built, and the agents are registered in the project.
set -eu
cd "$(dirname "$0")/../.."
exec "${PYTHON:-python3}" -m infra.hooks register
