#!/bin/sh
# A host of the queue: Redis and Sentinel, with the files of deploy/redis filled in.
set -eu
if [ ! -e /etc/redis/users.acl ]; then
  install -d -o redis -m 700 /etc/siar/tls /data
  install -o redis -m 600 /tls/ca.crt /etc/siar/tls/ca.crt
  install -o redis -m 600 "/tls/$HOSTNAME.crt" /etc/siar/tls/host.crt
  install -o redis -m 600 "/tls/$HOSTNAME.key" /etc/siar/tls/host.key
  for file in redis.conf sentinel.conf users.acl; do
    sed "s/\bHOST\b/$HOSTNAME/; s/\bFIRST\b/$FIRST/; s/REDIS_PASSWORD/$REDIS_PASSWORD/; s/REPLICA_PASSWORD/$REPLICA_PASSWORD/
      s/WATCH_PASSWORD/$WATCH_PASSWORD/; s/SENTINEL_PASSWORD/$SENTINEL_PASSWORD/" "/conf/$file" >"/etc/redis/$file"
  done
  [ "$HOSTNAME" = "$FIRST" ] || echo "replicaof $FIRST 6379" >>/etc/redis/redis.conf
  chown -R redis /etc/redis
fi
cd /data
setpriv --reuid redis --regid redis --init-groups redis-sentinel /etc/redis/sentinel.conf &
exec setpriv --reuid redis --regid redis --init-groups redis-server /etc/redis/redis.conf
