# Plays redis:8: Debian's Redis, without protected mode as the official image has it.
FROM siar-stand-in/debian
RUN apt-get -qq update && apt-get -qq install -y --no-install-recommends redis-server >/dev/null \
  && install -d -o redis /data
COPY redis-entrypoint.sh /usr/local/bin/docker-entrypoint.sh
WORKDIR /data
VOLUME /data
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["redis-server"]
