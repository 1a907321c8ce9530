# Plays the mail server of EMAIL_BOUNCE_DOMAIN: Debian's Postfix with the files of deploy/postfix, which is the build's context.
FROM siar-stand-in/debian
RUN apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends postfix curl >/dev/null
RUN useradd --system --shell /usr/sbin/nologin siar-bounce && install -d -m 755 /etc/siar
COPY siar-bounce /usr/local/bin/siar-bounce
COPY main.cf master.cf /tmp/
# A package installed without questions has no main.cf.
RUN cp /usr/share/postfix/main.cf.debian /etc/postfix/main.cf \
  && cat /tmp/main.cf >>/etc/postfix/main.cf && cat /tmp/master.cf >>/etc/postfix/master.cf \
  && postconf -e mydestination=localhost maillog_file=/dev/stdout
CMD ["postfix", "start-fg"]
