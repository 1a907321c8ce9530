import { maildir } from './arrivals.js';
import { ACCOUNT, KNOWN, type Place, type Start } from './server.js';

/** Postfix with an smtpd for each port, of which each offers what it is told to. */
export function postfix({ home, certificate, key }: Place, ports: Record<Offer, number>): Start {
  return {
    packages: 'postfix',
    users: ['postfix'],
    groups: ['postdrop'],
    ports: Object.values(ports),
    tray: maildir(home),
    etc: {
      'postfix/main.cf': `
compatibility_level = 3.9
myhostname = postfix.siar.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
# Nobody is trusted for being on this machine: every connection signs in.
mynetworks =
smtpd_tls_security_level = encrypt
smtpd_tls_cert_file = ${certificate}
smtpd_tls_key_file = ${key}
smtpd_sasl_auth_enable = yes
cyrus_sasl_config_path = /etc/postfix/sasl
smtpd_relay_restrictions = permit_sasl_authenticated, reject
virtual_mailbox_domains = example.org
virtual_mailbox_base = ${home}
virtual_mailbox_maps = regexp:/etc/postfix/citizens
virtual_uid_maps = static:64900
virtual_gid_maps = static:64900
# Nothing goes to another host, whatever happens.
default_transport = error:nothing leaves this machine
# NIS otherwise, which warns.
alias_maps =
maillog_file = ${home}/log/postfix
maillog_file_prefixes = ${home}
`,
      'postfix/master.cf': `
${smtpd(ports.plain, 'pipelining, chunking')}
${smtpd(ports.pipelining, 'chunking')}
${smtpd(ports.chunking, '')}
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 300 1 qmgr
tlsmgr    unix  - - n 1000? 1 tlsmgr
rewrite   unix  - - n - - trivial-rewrite
bounce    unix  - - n - 0 bounce
defer     unix  - - n - 0 bounce
trace     unix  - - n - 0 bounce
error     unix  - - n - - error
virtual   unix  - n n - - virtual
anvil     unix  - - n - 1 anvil
proxymap  unix  - - n - - proxymap
postlog   unix-dgram n - n - 1 postlogd
`,
      'postfix/citizens': `/${KNOWN}/ arrived/\n`,
      'postfix/dynamicmaps.cf': '',
      'postfix/sasl/smtpd.conf': `
pwcheck_method: auxprop
auxprop_plugin: sasldb
mech_list: PLAIN
sasldb_path: ${home}/credentials
`,
    },
    script: `
echo '${ACCOUNT.password}' | saslpasswd2 -p -c -f "$HOME/credentials" -u postfix.siar.example '${ACCOUNT.user}'
chown postfix "$HOME/credentials"
mkdir -p /var/spool/postfix
postfix start-fg &
`,
  };
}

/** What a server offers on a port. */
export type Offer = 'plain' | 'pipelining' | 'chunking';

const smtpd = (port: number, withheld: string): string =>
  `127.0.0.1:${port} inet n - n - - smtpd -o {smtpd_discard_ehlo_keywords=${withheld}}`;
