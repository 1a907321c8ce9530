import { maildir } from './arrivals.js';
import type { Offer } from './postfix.js';
import { ACCOUNT, KNOWN, OWNER, type Place, type Start } from './server.js';

/** OpenSMTPD, which offers neither PIPELINING nor CHUNKING. */
export function opensmtpd(
  { home, certificate, key }: Place,
  { plain }: Pick<Record<Offer, number>, 'plain'>,
): Start {
  return {
    packages: 'opensmtpd',
    users: ['opensmtpd', 'opensmtpq'],
    ports: [plain],
    tray: maildir(home),
    etc: {
      'smtpd.conf': `
pki siar cert "${certificate}"
pki siar key "${key}"
table credentials file:${home}/credentials
listen on 127.0.0.1 port ${plain} hostname opensmtpd.siar.example tls-require pki siar auth <credentials>
action here maildir "${home}/arrived" virtual { "@example.org" = ${OWNER} }
match auth from any for rcpt-to regex "${KNOWN}" action here
`,
    },
    script: `
mkdir -p /var/lib/opensmtpd/empty
echo "${ACCOUNT.user} $(openssl passwd -6 '${ACCOUNT.password}')" >"$HOME/credentials"
smtpd -d >"$HOME/log/opensmtpd" 2>&1 &
`,
  };
}
