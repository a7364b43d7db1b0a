#!/bin/sh
# All that a deployment needs is looked at, and every problem is told at once.
set -eu
cd "$(dirname "$0")/../.."
exec "${PYTHON:-python3}" -m infra.hooks preflight
