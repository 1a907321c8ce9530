# Debian's Patroni, etcd, PostgreSQL, Redis, Sentinel and HAProxy: the command chooses (test/deployment/hosts).
FROM siar-stand-in/debian
# Before the package makes a cluster of its own.
RUN mkdir -p /etc/postgresql-common && echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
RUN apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
  etcd-server haproxy patroni postgresql-17 python3-etcd python3-psycopg2 redis-sentinel redis-server >/dev/null
