import { CHANNEL_NAMES } from '#contract';
import { longDate } from '#notices';
import { html, type Html } from '#platform/http';
import { CONSENT_LANGUAGES, type ConsentLanguage, consentTexts } from '../joining/consent-wording.js';
import { TOPICS } from '../topics.js';
import { COPY_WORDS } from './readable-copy-words.js';
import {
  actWord,
  ADDRESS_STATES,
  deliveryWord,
  noticeWord,
  sourceWord,
  suppressionWord,
} from './held-words.js';
import type { Held, HeldAddress, HeldMessage } from './held.js';

/** The names that the texts of a consent contain. */
interface Names {
  ministry: string;
  commission: string;
}

/** What each section needs: the words, and the clock of the person's region. */
interface Reading {
  language: ConsentLanguage;
  words: (typeof COPY_WORDS)[ConsentLanguage];
  names: Names;
  at: (instant: string) => string;
}

/** Indonesian first; English only for those who chose it. */
const languageOf = ({ contact }: Held): ConsentLanguage =>
  CONSENT_LANGUAGES.find((one) => one === contact.language) ?? 'id';

/**
 * A readable copy of everything held about a person, as one HTML file without references that prints as it is (UU
 * 27/2022 art. 6 and 7). What stands as a code in the machine-readable copy stands here in words.
 */
export function readableCopy(held: Held, names: Names, writtenAt: Date): string {
  const language = languageOf(held);
  const words = COPY_WORDS[language];
  const { timeZone } = held.contact;
  const at = (instant: string): string => longDate(new Date(instant), timeZone, language);
  const reading: Reading = { language, words, names, at };
  const { addresses, messages, receipts, notices, confirmations, links, requests, trail } = held;
  const page = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${words.title}</title>
        ${STYLE}
      </head>
      <body>
        <h1>${words.title}</h1>
        <p>${words.from(names.ministry, longDate(writtenAt, timeZone, language))}</p>
        <p><strong>${words.private}</strong></p>
        ${section(words.you, aboutLines(held, reading))}
        ${section(words.addresses, html`${addresses.map((one) => addressPart(one, reading))}`)}
        ${section(
          words.messages,
          list(
            messages.map((one) => messageLine(one, reading)),
            words.none,
          ),
        )}
        ${section(
          words.receipts,
          list(
            receipts.map(
              ({ channel, verdict, reason, receivedAt }) =>
                `${CHANNEL_NAMES[channel].heading}, ${at(receivedAt)}: ${deliveryWord(verdict, language)} (${reason})`,
            ),
            words.none,
          ),
        )}
        ${section(
          words.notices,
          list(
            notices.map(
              ({ kind, channel, state, createdAt }) =>
                `${noticeWord(kind, language)}, ${CHANNEL_NAMES[channel].heading}, ${at(createdAt)}: ${deliveryWord(state, language)}`,
            ),
            words.none,
          ),
        )}
        ${section(
          words.signUps,
          list(
            confirmations.map(
              ({ channel, to, expiresAt, confirmedAt }) =>
                `${CHANNEL_NAMES[channel].heading}${to === null ? '' : ` ${to}`}: ${confirmedAt === null ? words.waitsUntil(at(expiresAt)) : words.confirmed(at(confirmedAt))}`,
            ),
            words.none,
          ),
        )}
        ${section(
          words.links,
          list(
            links.map(({ expiresAt }) => words.holdsUntil(at(expiresAt))),
            words.none,
          ),
        )}
        ${section(
          words.requests,
          list(
            requests.map((one) => requestLine(one, reading)),
            words.none,
          ),
        )}
        ${section(
          words.trail,
          list(
            trail.map(
              ({ at: when, act, by }) => `${at(when)}: ${actWord(act, language)} (${by ?? words.self})`,
            ),
            words.none,
          ),
        )}
        ${section(
          words.why,
          html`<table>
            <thead>
              <tr>
                ${words.whyColumns.map((column) => html`<th scope="col">${column}</th>`)}
              </tr>
            </thead>
            <tbody>
              ${words.whyRows.map(
                ([what, why, long]) =>
                  html`<tr>
                    <th scope="row">${what}</th>
                    <td>${why}</td>
                    <td>${long}</td>
                  </tr>`,
              )}
            </tbody>
          </table>`,
        )}
        <p>${words.rights}</p>
      </body>
    </html>`;
  return page.markup;
}

const STYLE = html`<style>
  body {
    font:
      1rem/1.5 system-ui,
      sans-serif;
    max-width: 46rem;
    margin: 2rem auto;
    padding: 0 1rem;
    color: #111;
    background: #fff;
    overflow-wrap: anywhere;
  }
  h1 {
    font-size: 1.6rem;
  }
  h2 {
    font-size: 1.2rem;
    border-bottom: 1px solid #999;
    break-after: avoid;
  }
  h3 {
    font-size: 1rem;
    break-after: avoid;
  }
  dt {
    font-weight: 600;
  }
  dd {
    margin: 0 0 0.5rem;
  }
  blockquote {
    margin: 0.25rem 0 0;
    padding-left: 0.75rem;
    border-left: 3px solid #999;
  }
  table {
    border-collapse: collapse;
    width: 100%;
  }
  th,
  td {
    border: 1px solid #999;
    padding: 0.3rem 0.5rem;
    text-align: left;
    vertical-align: top;
  }
  @media print {
    body {
      margin: 0;
      max-width: none;
    }
    tr,
    li,
    dd {
      break-inside: avoid;
    }
  }
</style>`;

const section = (title: string, body: Html): Html =>
  html`<h2>${title}</h2>
    ${body}`;

const list = (lines: readonly string[], none: string): Html =>
  lines.length === 0
    ? html`<p>${none}</p>`
    : html`<ul>
        ${lines.map((line) => html`<li>${line}</li>`)}
      </ul>`;

const facts = (pairs: readonly (readonly [string, string | Html])[]): Html =>
  html`<dl>
    ${pairs.map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`;

function aboutLines({ contact }: Held, { language, words, at }: Reading): Html {
  const topics = TOPICS.filter(({ id }) => contact.topics.includes(id)).map(({ name }) => name[language]);
  const spoken = new Intl.DisplayNames([language], { type: 'language' }).of(contact.language);
  return facts([
    [words.name, contact.name || words.none],
    [words.region, contact.region],
    [words.language, spoken ?? contact.language],
    [words.topics, topics.join(', ') || words.none],
    [words.preferred, CHANNEL_NAMES[contact.preferredChannel].heading],
    [words.since, at(contact.createdAt)],
    [words.named, at(contact.namedAt)],
    ...(contact.restrictedAt === null ? [] : [[words.restricted, at(contact.restrictedAt)] as const]),
  ]);
}

function addressPart(address: HeldAddress, { language, words, names, at }: Reading): Html {
  const { channel, to, state, createdAt, softFailures, suppression, imports, consents } = address;
  return html`<h3>${CHANNEL_NAMES[channel].heading}: ${to}</h3>
    ${facts([
      [words.state, ADDRESS_STATES[language][state]],
      [words.since, at(createdAt)],
      ...(softFailures > 0 ? [[words.failures, String(softFailures)] as const] : []),
      ...(suppression
        ? [
            [
              words.suppressed,
              `${at(suppression.createdAt)}: ${suppressionWord(suppression.reason, language)}`,
            ] as const,
          ]
        : []),
      ...imports.map(({ startedAt, by }) => [words.imported, `${at(startedAt)}, ${by}`] as const),
      ...consents.map(
        ({ source, wording, texts, givenAt, withdrawnAt }) =>
          [
            words.consent,
            html`${words.given(at(givenAt), sourceWord(source, channel, language))}
            ${withdrawnAt === null ? null : words.ended(at(withdrawnAt))}
            ${(consentTexts(wording, names, texts) ?? [wording]).map((text) => html`<blockquote>${text}</blockquote>`)}`,
          ] as const,
      ),
    ])}`;
}

function messageLine(message: HeldMessage, { language, words, at }: Reading): string {
  const { channel, region, state, handedAt, approvedBy, approvedAt, publicCode } = message;
  return [
    `${CHANNEL_NAMES[channel].heading}, ${region}: ${deliveryWord(state, language)}${handedAt === null ? '' : `, ${words.handed(at(handedAt))}`}.`,
    ...(approvedBy !== null && approvedAt !== null ? [words.approved(approvedBy, at(approvedAt))] : []),
    words.code(publicCode),
  ].join(' ');
}

function requestLine(request: Held['requests'][number], { words, at }: Reading): string {
  const { wants, way, asker, receivedAt, identityCheck, handedHow, handedAt, outcome, reason } = request;
  const known = (of: Readonly<Record<string, string>>, key: string): string => of[key] ?? key;
  return [
    `${known(words.wants, wants)}, ${words.received(known(words.ways, way), at(receivedAt))}.`,
    ...(asker === null ? [] : [words.asker(asker)]),
    ...(identityCheck === null ? [] : [words.checked(known(words.checks, identityCheck))]),
    ...(handedHow === null || handedAt === null
      ? []
      : [words.handedOver(known(words.hows, handedHow), at(handedAt))]),
    outcome === null ? words.open : words.outcome(known(words.outcomes, outcome)),
    ...(reason === null ? [] : [reason]),
  ].join(' ');
}
