import type { Arrival } from './arrival.js';
import type { Faults } from './faults.js';
import type { Inbox, Listed } from './inbox.js';
import { html, type Html } from './pages.html.js';
import { type Language, WORDS, type Words } from './pages.words.js';
import type { TelegramSandbox } from './telegram.js';

/** What the page is asked to show. */
export interface PageQuery {
  view: 'email' | 'telegram' | 'sms';
  /** Only what came for this recipient. */
  to?: string | undefined;
  /** The e-mail to open. */
  id?: number | undefined;
  /** What stands ready to be sent in the Telegram chat. */
  say?: string | undefined;
  lang: Language;
}

/** What every part of the page needs: the messages, the question, the words. */
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

  /** The address of the page that shows this, in the same language unless it says otherwise. */
  link(query: Partial<PageQuery>): string {
    const fields = new URLSearchParams();
    for (const [name, value] of Object.entries({ lang: this.language, ...query })) {
      const isDefault = name === 'lang' && value === 'id';
      if (value !== undefined && !isDefault) fields.set(name, String(value));
    }
    return `/sandbox?${fields.toString()}`;
  }

  /** A link that says it is where one already is. */
  choice(query: Partial<PageQuery>, label: string, chosen: boolean): Html {
    return html`<a href="${this.link(query)}" ${current(chosen)}>${label}</a>`;
  }

  /** A form that looks for one recipient. */
  find(view: PageQuery['view'], label: string, to: string | undefined): Html {
    return html`<form class="find" role="search" action="/sandbox">
      <input type="hidden" name="view" value="${view}" />
      <input type="hidden" name="lang" value="${this.language}" />
      <input name="to" value="${to}" aria-label="${label}" placeholder="${label}" autocomplete="off" />
      <button>${this.words.search}</button>
    </form>`;
  }

  /** An instant, for people and machines. */
  time(at: number, write: (at: number, language: Language) => string): Html {
    return html`<time datetime="${new Date(at).toISOString()}">${write(at, this.language)}</time>`;
  }
}

/** The attribute that marks the link to where one is. */
export function current(is: boolean): Html | null {
  return is ? html`aria-current="true"` : null;
}
