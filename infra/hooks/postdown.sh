#!/bin/sh
# What Azure only set aside is deleted for good, and what stays is named.
set -eu
cd "$(dirname "$0")/../.."
exec "${PYTHON:-python3}" -m infra.hooks postdown
