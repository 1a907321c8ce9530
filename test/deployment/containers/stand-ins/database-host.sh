#!/bin/sh
# A host of PostgreSQL: etcd and Patroni.
set -eu
install -d /etc/siar/tls
for owner in etcd postgres; do
  install -o $owner -m 644 /tls/ca.crt /etc/siar/tls/ca.crt
  install -o $owner -m 644 "/tls/$HOSTNAME.crt" /etc/siar/tls/host.crt
  install -d -o $owner -m 700 /etc/siar/tls/$owner
  install -o $owner -m 600 "/tls/$HOSTNAME.key" /etc/siar/tls/$owner/host.key
done
install -o postgres -m 600 "/tls/$HOSTNAME.key" /etc/siar/tls/host.key
install -d -o postgres /var/run/postgresql
install -d -o postgres -m 700 /var/lib/postgresql/siar
install -d -o etcd -m 700 /var/lib/etcd/siar
export ETCD_KEY_FILE=/etc/siar/tls/etcd/host.key ETCD_PEER_KEY_FILE=/etc/siar/tls/etcd/host.key
setpriv --reuid etcd --regid etcd --init-groups etcd --log-level warn &
export HOME=/var/lib/postgresql
exec setpriv --reuid postgres --regid postgres --init-groups patroni /etc/patroni/patroni.yml
