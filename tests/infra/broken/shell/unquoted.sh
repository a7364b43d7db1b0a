#!/bin/sh
# What shellcheck must not let pass: the name may hold blanks.
rm -r $1
