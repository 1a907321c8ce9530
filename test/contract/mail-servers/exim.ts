import { join } from 'node:path';
import { arrival } from './arrivals.js';
import type { Offer } from './postfix.js';
import { ACCOUNT, KNOWN, type Place, type Start } from './server.js';

/**
 * Exim with a port for each offer. It queues what it takes and delivers nothing: it starts processes for each delivery,
 * which cost ten times what taking it does, and the envelope of a copy stands in its queue.
 */
export function exim({ home, certificate, key }: Place, ports: Record<Offer, number>): Start {
  return {
    packages: 'exim',
    users: ['Debian-exim'],
    ports: Object.values(ports),
    tray: {
      folder: join(home, 'spool/exim4/input'),
      suffix: '-H',
      read: (text) =>
        arrival(
          /^\d+I Message-ID: <(.*)>$/im.exec(text)?.[1] ?? 'no Message-ID',
          // The sender stands alone in the third line; recipients follow their number.
          /^<(.*)>$/m.exec(text)?.[1] ?? 'no sender',
          /^\d+\n((?:\S+@\S+\n)+)/m.exec(text)?.[1]?.trim() ?? 'no recipient',
        ),
    },
    etc: {
      'exim4/exim4.conf': `
primary_hostname = exim.siar.example
local_interfaces = 127.0.0.1
daemon_smtp_ports = ${Object.values(ports).join(' : ')}
spool_directory = /var/spool/exim4
log_file_path = ${home}/log/exim-%s
queue_only = true
tls_advertise_hosts = *
tls_certificate = ${certificate}
tls_privatekey = ${home}/key
auth_advertise_hosts = \${if def:tls_in_cipher {*}}
pipelining_advertise_hosts = \${if eq {$received_port}{${ports.plain}} {} {*}}
chunking_advertise_hosts = \${if eq {$received_port}{${ports.chunking}} {*}}
acl_smtp_rcpt = recipient

begin acl
recipient:
  deny message = 550 5.1.1 No such user
       condition = \${if !match {$local_part@$domain}{\\N${KNOWN}\\N}}
  accept authenticated = *
  deny message = 550 5.7.1 Relaying denied

begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = \${if and {{eq {$auth2}{${ACCOUNT.user}}} {eq {$auth3}{${ACCOUNT.password}}}}}
  server_set_id = $auth2
`,
    },
    script: `
mkdir -p /var/spool/exim4
chown Debian-exim:Debian-exim /var/spool/exim4 "$HOME/log"
# It reads the key as its own user.
install -o Debian-exim -m 0400 "${key}" "$HOME/key"
exim4 -bdf &
`,
  };
}
