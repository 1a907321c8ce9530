import type { Arrival } from './arrival.js';
import type { Faults } from './faults.js';
import type { Inbox, Listed } from './inbox.js';
import { html, type Html } from './pages.html.js';
import { type Language, WORDS, type Words } from './pages.words.js';
import type { TelegramSandbox } from './telegram.js';

/** Query of the page. */
export interface PageQuery {
  view: 'email' | 'telegram' | 'sms';
  /** Only this recipient's messages. */
  to?: string | undefined;
  /** The e-mail to open. */
  id?: number | undefined;
  /** Text prepared in the Telegram chat's input. */
  say?: string | undefined;
  lang: Language;
}

/** State that every part of the page needs: the messages, the query, the words. */
export class View {
  readonly words: Words;
  readonly language: Language;

  constructor(
    readonly inbox: Inbox,
    readonly faults: Faults,
    readonly telegram: TelegramSandbox,
    readonly query: PageQuery,
  ) {
    this.language = query.lang;
    this.words = WORDS[query.lang];
  }

  /** The newest messages of a channel, newest first. */
  *newest(channel: Arrival['channel'], to: string | undefined, count: number): Generator<Listed> {
    const all = to ? [...this.inbox.list({ channel, to })].reverse() : this.inbox.latest(channel);
    let left = count;
    for (const listed of all) {
      if (left-- <= 0) return;
      yield listed;
    }
  }

  /** URL of the page for a query, in the current language unless given. */
  link(query: Partial<PageQuery>): string {
    const fields = new URLSearchParams();
    for (const [name, value] of Object.entries({ lang: this.language, ...query })) {
      const isDefault = name === 'lang' && value === 'id';
      if (value !== undefined && !isDefault) fields.set(name, String(value));
    }
    return `/sandbox?${fields.toString()}`;
  }

  /** A link that marks itself as current. */
  choice(query: Partial<PageQuery>, label: string, chosen: boolean): Html {
    return html`<a href="${this.link(query)}" ${current(chosen)}>${label}</a>`;
  }

  /** A search form for one recipient. */
  find(view: PageQuery['view'], label: string, to: string | undefined): Html {
    return html`<form class="find" role="search" action="/sandbox">
      <input type="hidden" name="view" value="${view}" />
      <input type="hidden" name="lang" value="${this.language}" />
      <input name="to" value="${to}" aria-label="${label}" placeholder="${label}" autocomplete="off" />
      <button>${this.words.search}</button>
    </form>`;
  }

  /** A time element for an instant. */
  time(at: number, write: (at: number, language: Language) => string): Html {
    return html`<time datetime="${new Date(at).toISOString()}">${write(at, this.language)}</time>`;
  }
}

/** The attribute of a link to the current page. */
export function current(is: boolean): Html | null {
  return is ? html`aria-current="true"` : null;
}
