#!/bin/sh
set -eu
chown redis .
exec setpriv --reuid redis --regid redis --init-groups "$@" --protected-mode no
