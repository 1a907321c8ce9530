import { spf } from 'mailauth/lib/spf/index.js';
import type { SenderCheck } from '#contract/api/sender-domain';
import { type Network, Questions } from './asking.js';
import { dkimName, judgeDkim } from './dkim.rules.js';
import { dmarcRecords, judgeDmarc, reportDomains } from './dmarc.rules.js';
import { judgeSts, stsRecords } from './mta-sts.rules.js';
import { judgeMx } from './mx.rules.js';
import { judgePtr } from './ptr.rules.js';
import {
  type Answer,
  domainOf,
  isPublic,
  isUnanswered,
  organisation,
  recordsOf,
  reverseName,
} from './records.rules.js';
import type { Sender } from './sender.rules.js';
import { judgeSpf, type Relay, type SpfFacts, spfRecords, type SpfWalk } from './spf.rules.js';

/** Limits of what is asked about: more of any would be a list that nobody reads. */
const MOST = { addresses: 8, hosts: 10, names: 5, reports: 5 } as const;
/** More than the limits of SPF, so that the page can say how many there are. */
const MOST_LOOKUPS = 40;
/** An address of examples (RFC 5737), which no record allows: all of the record is read. */
const NOBODY = '192.0.2.1';

/** Asks everything about a sender's domains, in parallel. Each check stands by itself. Never rejects. */
export async function checkSender(sender: Sender, network: Network, now: Date): Promise<SenderCheck[]> {
  const questions = new Questions(network);
  const from = domainOf(sender.from);
  const relays = Promise.all(
    sender.relays.map(async ({ name, host }): Promise<Relay> => {
      const addresses = await questions.addresses(host);
      return {
        name,
        host,
        addresses: isUnanswered(addresses) ? addresses : addresses.slice(0, MOST.addresses),
      };
    }),
  );
  const checks = await Promise.all([
    spfCheck(questions, sender.bounceDomain, 'bounces', relays),
    ...(from === sender.bounceDomain ? [] : [spfCheck(questions, from, 'from', relays)]),
    dkimCheck(questions, sender, from),
    dmarcCheck(questions, sender, from),
    mxCheck(questions, sender.bounceDomain),
    stsCheck(questions, sender.bounceDomain, from, now),
    relays.then((all) => Promise.all(all.map((relay) => ptrCheck(questions, relay)))),
  ]);
  return checks.flat();
}

async function spfCheck(
  questions: Questions,
  domain: string,
  of: SpfFacts['of'],
  relaysKnown: Promise<Relay[]>,
): Promise<SenderCheck> {
  const txt = await questions.ask('TXT', domain);
  const facts: SpfFacts = { domain, of, txt, whole: null, open: [], relays: await relaysKnown, verdicts: [] };
  if (spfRecords(recordsOf(txt)).length !== 1) return judgeSpf(facts);
  const whole = await walk(questions, domain, NOBODY);
  if (of === 'from' || whole.open.length > 0)
    return judgeSpf({ ...facts, whole: whole.walk, open: whole.open });
  const verdicts = await Promise.all(
    facts.relays.flatMap(({ host, addresses }) =>
      recordsOf(addresses)
        .filter(isPublic)
        .map(async (address) => ({ address, host, ...(await walk(questions, domain, address)) })),
    ),
  );
  return judgeSpf({ ...facts, whole: whole.walk, open: verdicts.flatMap(({ open }) => open), verdicts });
}

/** Evaluates a domain's record for an address, as a receiver does. */
async function walk(
  questions: Questions,
  domain: string,
  ip: string,
): Promise<{ walk: SpfWalk; open: Answer<unknown>[] }> {
  const open: Answer<unknown>[] = [];
  const resolver = async (name: string, type: string): Promise<unknown[]> => {
    const answer = await questions.ask(type as 'TXT', name);
    if (isUnanswered(answer)) {
      open.push(answer);
      // Any other code would be passed over inside an include.
      throw Object.assign(new Error('no answer'), { code: 'ETIMEOUT' });
    }
    if (answer.length === 0) throw Object.assign(new Error('no record'), { code: 'ENODATA' });
    return type === 'TXT' ? answer.map((text) => [text]) : [...answer];
  };
  const sender = `b@${domain}`;
  const { status, lookups } = await spf({
    sender,
    ip,
    helo: domain,
    mta: domain,
    maxResolveCount: MOST_LOOKUPS,
    maxVoidCount: MOST_LOOKUPS,
    resolver: resolver as never,
  });
  const result = status.result as SpfWalk['result'];
  const text = (status.comment || '').split(`lookup of ${sender}: `)[1] ?? '';
  return { walk: { result, text, lookups: lookups?.count ?? 0, voids: lookups?.void ?? 0 }, open };
}

async function dkimCheck(questions: Questions, { dkim }: Sender, from: string): Promise<SenderCheck> {
  return judgeDkim({ dkim, from, txt: dkim ? await questions.ask('TXT', dkimName(dkim)) : [] });
}

async function dmarcCheck(
  questions: Questions,
  { dkim, bounceDomain }: Sender,
  from: string,
): Promise<SenderCheck> {
  const txt = await questions.ask('TXT', `_dmarc.${from}`);
  const own = dmarcRecords(recordsOf(txt));
  const above = organisation(from);
  const isInherited = !isUnanswered(txt) && own.length === 0 && above !== from;
  const inherited = isInherited ? await questions.ask('TXT', `_dmarc.${above}`) : null;
  const [record] = inherited ? dmarcRecords(recordsOf(inherited)) : own;
  const consents = await Promise.all(
    reportDomains(record ?? '', isInherited ? above : from)
      .slice(0, MOST.reports)
      .map(async (one) => ({ ...one, txt: await questions.ask('TXT', one.name) })),
  );
  return judgeDmarc({ from, txt, inherited, signature: dkim?.domain ?? null, bounceDomain, consents });
}

async function mxCheck(questions: Questions, domain: string): Promise<SenderCheck> {
  const mx = await questions.ask('MX', domain);
  const hosts = await Promise.all(
    recordsOf(mx)
      .slice(0, MOST.hosts)
      .map(async ({ exchange: host }) => ({
        host,
        addresses: host === '' ? [] : await questions.addresses(host),
      })),
  );
  const own = hosts.length === 0 ? await questions.addresses(domain) : [];
  return judgeMx({ domain, mx, own, hosts });
}

async function stsCheck(questions: Questions, domain: string, from: string, now: Date): Promise<SenderCheck> {
  const [txt, mx, tlsReports] = await Promise.all([
    questions.ask('TXT', `_mta-sts.${domain}`),
    questions.ask('MX', domain),
    questions.ask('TXT', `_smtp._tls.${domain}`),
  ]);
  const policy = stsRecords(recordsOf(txt)).length > 0 ? await questions.policy(domain) : null;
  return judgeSts({ domain, txt, policy, mx, tlsReports, from, now });
}

async function ptrCheck(questions: Questions, relay: Relay): Promise<SenderCheck> {
  const reverse = await Promise.all(
    recordsOf(relay.addresses)
      .filter(isPublic)
      .map(async (address) => {
        const names = await questions.ask('PTR', reverseName(address));
        const forward = await Promise.all(
          recordsOf(names)
            .slice(0, MOST.names)
            .map(async (name) => ({ name, addresses: await questions.addresses(name) })),
        );
        return { address, names, forward };
      }),
  );
  return judgePtr({ relay, reverse });
}
