#!/bin/sh
# The store is awaited, a sample case is reviewed, and every part is proven.
set -eu
cd "$(dirname "$0")/../.."
exec "${PYTHON:-python3}" -m infra.hooks migrate sample verify
