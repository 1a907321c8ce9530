import type { Arrival } from './arrival.js';
import { html, type Html, linked } from './pages.html.js';
import { clock, smsState } from './pages.words.js';
import type { View } from './pages.view.js';
import { ChatMessage } from './telegram.chat.js';

const SHOWN_CHIPS = 6;
const SHOWN_MESSAGES = 50;
/** Messages searched for the latest recipients. */
const LOOKED_AT = 500;

/** The telephone: one person's messages by Telegram or SMS. */
export async function phoneCard(view: View): Promise<Html> {
  const { words, query } = view;
  const channel = query.view === 'sms' ? 'sms' : 'telegram';
  const recipients = new Set<string>();
  for (const { arrival } of view.newest(channel, undefined, LOOKED_AT)) {
    if (recipients.size < SHOWN_CHIPS) recipients.add(arrival.to);
  }
  const to = (query.view === channel ? query.to : undefined) ?? [...recipients][0];
  return html`<section class="card phone-card" aria-label="${words.phone}">
    <header>
      <h2>${words.phone}</h2>
      <div class="switch">
        ${view.choice({ view: 'telegram' }, 'Telegram', channel === 'telegram')}${view.choice({ view: 'sms' }, 'SMS', channel === 'sms')}
      </div>
    </header>
    <div class="who">
      ${view.find(channel, channel === 'sms' ? words.searchSms : words.searchTelegram, to)}
      <h3>${words.recipients}</h3>
      <ul class="chips">
        ${[...recipients].map((one) => html`<li>${view.choice({ view: channel, to: one }, one, one === to)}</li>`)}
      </ul>
    </div>
    <div class="phone ${channel}">
      <header>
        <strong>${channel === 'sms' ? 'SIAR' : 'Siar'}</strong>
        <span>${channel === 'sms' ? 'SMS' : words.bot} → ${to ?? '—'}</span>
      </header>
      <div class="talk" tabindex="0">
        <div>${to === undefined ? nothing(view) : await talk(view, channel, to)}</div>
      </div>
      ${channel === 'telegram' && to !== undefined ? sayForm(view, to) : null}
    </div>
  </section>`;
}

async function talk(view: View, channel: 'telegram' | 'sms', to: string): Promise<Html | Html[]> {
  const received = await Promise.all(
    [...view.newest(channel, to, SHOWN_MESSAGES)].map(async ({ arrival }) => ({
      at: arrival.at,
      bubble: arrival instanceof ChatMessage ? chatBubble(view, arrival) : await smsBubble(view, arrival),
    })),
  );
  const said = view.telegram.said
    .filter(({ chatId }) => channel === 'telegram' && chatId === to)
    .map(({ text, at }) => ({
      at,
      bubble: html`<div class="bubble own">
        <div class="text">${text}</div>
        <small>${view.time(at, clock)}</small>
      </div>`,
    }));
  const all = [...received, ...said].sort((one, other) => one.at - other.at).map(({ bubble }) => bubble);
  return all.length > 0 ? all : nothing(view);
}

function chatBubble(view: View, message: ChatMessage): Html {
  const { words } = view;
  const { buttons, presses, edits, deletedAt, to, messageId, at } = message;
  const versions = [message.body.text, ...edits.map(({ text }) => text)];
  const before = (texts: string[]): Html | null =>
    texts.length === 0
      ? null
      : html`<details>
          <summary>${words.before}</summary>
          ${texts.map((text) => html`<div class="text gone">${text}</div>`)}
        </details>`;
  if (deletedAt !== null) {
    return html`<div class="bubble">
      <div class="text gone">${words.deleted}</div>
      ${before(versions)}
      <small>${view.time(Date.parse(deletedAt), clock)}</small>
    </div>`;
  }
  const edited = edits.at(-1);
  const key = ({ text, url, data }: (typeof buttons)[number][number]): Html =>
    url === undefined
      ? html`<form method="post" action="/sandbox/telegram/press?lang=${view.language}">
          <input type="hidden" name="chatId" value="${to}" />
          <input type="hidden" name="messageId" value="${messageId}" />
          <input type="hidden" name="data" value="${data}" />
          <button>${text}</button>
        </form>`
      : html`<a href="${url}" target="_blank" rel="noreferrer noopener">${text}</a>`;
  return html`<div class="bubble">
    <div class="text">${linked(message.shown.text)}</div>
    ${buttons.length > 0 ? html`<div class="keys">${buttons.map((row) => html`<div>${row.map(key)}</div>`)}</div>` : null}
    ${before(versions.slice(0, -1))}
    <small>
      ${view.time(at, clock)}${edited ? html` · ${words.edited} ${view.time(Date.parse(edited.at), clock)}` : null}
      ${presses.map(({ data, answer }) => html`<br />${words.pressed}: ${data}${answer ? ` → “${answer}”` : ''}`)}
    </small>
  </div>`;
}

async function smsBubble(view: View, sms: Arrival): Promise<Html> {
  const { text, status, errorCode } = await sms.open();
  const code = typeof errorCode === 'number' ? ` (${errorCode})` : '';
  return html`<div class="bubble">
    <div class="text">${linked(text)}</div>
    <small>${view.time(sms.at, clock)} · ${smsState(String(status), view.language)}${code}</small>
  </div>`;
}

function sayForm(view: View, to: string): Html {
  const { write, send } = view.words;
  return html`<form class="say" method="post" action="/sandbox/telegram/say?lang=${view.language}">
    <input type="hidden" name="chatId" value="${to}" />
    <input
      name="text"
      required
      maxlength="4096"
      value="${view.query.say ?? ''}"
      aria-label="${write}"
      placeholder="${write}"
      autocomplete="off"
    />
    <button>${send}</button>
  </form>`;
}

function nothing(view: View): Html {
  return html`<p class="empty">${view.words.noMessages}</p>`;
}
