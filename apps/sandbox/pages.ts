import { Router } from 'express';
import { z } from 'zod';
import type { Arrival } from './arrival.js';
import type { Faults } from './faults.js';
import { FAULTS } from './faults.rules.js';
import type { Inbox, Listed } from './inbox.js';
import { Html, html } from './pages.html.js';
import { phoneCard } from './pages.phone.js';
import { STYLE } from './pages.style.js';
import { current, View } from './pages.view.js';
import { fullDate, type Language, shortDate } from './pages.words.js';
import type { TelegramSandbox } from './telegram.js';

const SHOWN_MAILS = 30;

const Query = z.object({
  view: z.enum(['email', 'telegram', 'sms']).catch('email'),
  to: z
    .string()
    .transform((text) => text.trim() || undefined)
    .optional()
    .catch(undefined),
  id: z.coerce.number().int().positive().optional().catch(undefined),
  say: z.string().max(100).optional().catch(undefined),
  lang: z.enum(['id', 'en']).catch('id'),
});

/** Blocks external resources and scripts, whatever a message contains. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/** The page at /sandbox: the inbox of all e-mail, and a telephone with Telegram and SMS. */
export function pageRoutes(inbox: Inbox, faults: Faults, telegram: TelegramSandbox): Router {
  const router = Router();
  router.get('/', async (request, response) => {
    const view = new View(inbox, faults, telegram, Query.parse(request.query));
    const address = `${request.protocol}://${request.get('host') ?? 'localhost'}${request.baseUrl}`;
    response
      .set('content-security-policy', POLICY)
      .set('referrer-policy', 'no-referrer')
      .set('cache-control', 'no-store')
      .type('html')
      .send((await page(view, address)).text);
  });
  return router;
}

const STYLE_SHEET = new Html(`<style>${STYLE}</style>`);

/** @param address of the page, at which it was asked for */
async function page(view: View, address: string): Promise<Html> {
  const { words, query, language } = view;
  const other: Language = language === 'id' ? 'en' : 'id';
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${words.title}</title>
        ${STYLE_SHEET}
      </head>
      <body class="view-${query.view}">
        <div class="top">
          <div>
            <h1>${words.title}</h1>
            <p>${words.lead}</p>
            <nav>
              <a href="${view.link(query)}">${words.refresh}</a>
              <a href="${view.link({ ...query, lang: other })}" lang="${other}">${words.other}</a>
            </nav>
          </div>
        </div>
        ${stats(view)} ${faultsInForce(view)} ${howFaults(view, address)}
        <nav class="tabs" aria-label="${words.views}">
          ${view.choice({ view: 'email' }, 'E-mail', query.view === 'email')}
          ${view.choice({ view: 'telegram' }, 'Telegram', query.view === 'telegram')}
          ${view.choice({ view: 'sms' }, 'SMS', query.view === 'sms')}
        </nav>
        <main>${await inboxCard(view)} ${await phoneCard(view)}</main>
      </body>
    </html>`;
}

function stats({ words, language, inbox }: View): Html {
  const number = new Intl.NumberFormat(language);
  const counts = inbox.stats();
  const item = (name: string, channel: keyof typeof counts): Html =>
    html`<li>
      <strong>${name}</strong>
      <span><b>${number.format(counts[channel].arrived)}</b> ${words.arrived}</span>
      <span>${number.format(counts[channel].refused)} ${words.refused}</span>
      ${counts[channel].revised > 0 ? html`<span>${number.format(counts[channel].revised)} ${words.revised}</span>` : null}
      <span>${number.format(counts[channel].perSecondMax)} ${words.perSecond}</span>
    </li>`;
  return html`<ul class="stats">
    ${item('E-mail', 'email')}${item('Telegram', 'telegram')}${item('SMS', 'sms')}
  </ul>`;
}

function faultsInForce({ words, faults }: View): Html | null {
  const inForce = faults.list();
  if (inForce.length === 0) return null;
  const list = inForce.map(
    ({ channel, kind, share }) => `${channel} ${kind} ${Math.round(share * 100)}\u00a0%`,
  );
  return html`<div class="faults">
    <div><strong>${words.faults}:</strong> ${list.join(', ')}</div>
  </div>`;
}

/** An order as it is given at a command line, with every kind. */
function howFaults({ words }: View, address: string): Html {
  const order = `curl -H 'content-type: application/json' -d '{"channel":"sms","kind":"5xx","share":0.5,"seconds":120}' ${address}/faults`;
  const kinds = Object.entries(FAULTS).map(([kind, channels]) => `${kind} (${channels.join(', ')})`);
  return html`<details class="faults">
    <summary>${words.makeFaults}</summary>
    <div>
      <pre>${order}</pre>
      <p>${words.howFaults} ${kinds.join(' · ')}</p>
    </div>
  </details>`;
}

async function inboxCard(view: View): Promise<Html> {
  const { words, query, inbox } = view;
  const to = query.view === 'email' ? query.to : undefined;
  const chosen = query.view === 'email' && query.id !== undefined ? inbox.get(query.id) : undefined;
  const open = chosen?.channel === 'email' ? chosen : undefined;
  const rows = await Promise.all(
    [...view.newest('email', to, SHOWN_MAILS)].map((mail) => mailRow(view, to, mail)),
  );
  return html`<section class="card inbox-card" aria-label="${words.inbox}">
    <header>
      <h2>${words.inbox}</h2>
      ${view.find('email', words.searchMail, to)}
    </header>
    <div class="mail ${open ? 'reading' : ''}">
      <ul class="list">
        ${rows.length > 0 ? rows : html`<li class="empty">${to ? words.noMailFor : words.noMail}</li>`}
      </ul>
      <div class="read">
        ${open ? await mailOpened(view, open) : html`<p class="empty">${words.pickMail}</p>`}
      </div>
    </div>
  </section>`;
}

async function mailRow(view: View, to: string | undefined, { id, arrival }: Listed): Promise<Html> {
  const { subject, text } = await arrival.open();
  return html`<li>
    <a href="${view.link({ view: 'email', to, id })}" ${current(id === view.query.id)}>
      <div class="row"><span>${arrival.to}</span> ${view.time(arrival.at, shortDate)}</div>
      <div class="subject">${subject}</div>
      <div class="snippet">${text.slice(0, 140)}</div>
    </a>
  </li>`;
}

async function mailOpened(view: View, mail: Arrival): Promise<Html> {
  const { words, query } = view;
  const { subject, text, html: body, raw } = await mail.open();
  return html`<a class="back" href="${view.link({ view: 'email', to: query.to })}">← ${words.back}</a>
    <h3>${subject}</h3>
    <dl>
      <dt>${words.to}</dt>
      <dd>${mail.to}</dd>
      <dt>${words.envelope}</dt>
      <dd>${mail.from}</dd>
      <dt>${words.date}</dt>
      <dd>${view.time(mail.at, fullDate)}</dd>
    </dl>
    ${body === undefined ? html`<pre>${text}</pre>` : mailBody(view, text, body)}
    <details>
      <summary>${words.source}</summary>
      <pre>${String(raw)}</pre>
    </details>`;
}

/** Renders the HTML part in a frame without scripts; links open in a new tab. */
function mailBody({ words }: View, text: string, body: string): Html {
  return html`<iframe
      title="${words.mailBody}"
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      srcdoc="${`<base target="_blank">${body}`}"
    ></iframe>
    <details>
      <summary>${words.plain}</summary>
      <pre>${text}</pre>
    </details>`;
}
