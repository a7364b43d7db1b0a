#!/bin/sh
# What holds the subnet of a private network is deleted first, in its order.
set -eu
cd "$(dirname "$0")/../.."
exec "${PYTHON:-python3}" -m infra.hooks predown
