import { TOPICS } from '#audience';
import { returnWording } from '#audience/joining';
import type { ChannelName } from '#channels';
import { CHANNEL_NAMES } from '#contract';
import { choice } from './choice-fields.js';
import { html, type Html } from '#platform/http';
import type { PageLanguage } from '../pages/page-language.rules.js';
import { notePage, type Page } from '../pages/layout.js';

const WORDS = {
  id: {
    fewerTitle: 'Terlalu banyak pesan?',
    fewer: 'Terima hanya topik yang Anda tandai di bawah ini; pesan umum dan ralat tetap datang.',
    fewerLegend: 'Topik yang tetap saya terima',
    fewerButton: 'Kembali, dengan topik ini saja',
    undoTitle: 'Tidak sengaja?',
    undoButton: 'Kembalikan',
    backTitle: (channel: string) => `Anda menerima lagi pesan lewat ${channel}`,
    back: 'Seperti sebelum Anda berhenti. Anda dapat berhenti kapan saja.',
    noneTitle: 'Tidak ada yang dapat dikembalikan',
    none: 'Berhenti dapat dikembalikan dalam 7 hari, oleh yang berhenti sendiri. Anda selalu dapat mendaftar lagi.',
    join: 'Daftar',
  },
  en: {
    fewerTitle: 'Too many messages?',
    fewer: 'Get only the topics you tick below; general messages and corrections come anyway.',
    fewerLegend: 'Topics I still want',
    fewerButton: 'Come back, for these topics only',
    undoTitle: 'By mistake?',
    undoButton: 'Take it back',
    backTitle: (channel: string) => `You receive messages by ${channel} again`,
    back: 'As before you left. You can leave at any time.',
    noneTitle: 'There is nothing to take back',
    none: 'Leaving can be taken back within 7 days, by who left by themselves. You can always sign up again.',
    join: 'Sign up',
  },
} as const;

/**
 * Offers a person who has just left to return, as before or for fewer topics.
 * @param topics their previous topics
 */
export function returnOffer(token: string, topics: readonly string[], language: PageLanguage): Html {
  const words = WORDS[language];
  const action = `/unsubscribe/${token}/return?bahasa=${language}`;
  const { text } = returnWording(language);
  const chosen = TOPICS.filter(({ id }) => topics.includes(id));
  return html`<section class="apart">
      <h2>${words.undoTitle}</h2>
      <p>${text}</p>
      <form method="post" action="${action}"><button class="plain">${words.undoButton}</button></form>
    </section>
    ${
      chosen.length === 0
        ? null
        : html`<section class="apart">
            <h2>${words.fewerTitle}</h2>
            <p>${words.fewer} ${text}</p>
            <form method="post" action="${action}">
              <input type="hidden" name="hanya" value="topik" />
              <fieldset>
                <legend>${words.fewerLegend}</legend>
                ${chosen.map(({ id, name }) => choice('checkbox', 'topik', id, name[language], false))}
              </fieldset>
              <button class="plain">${words.fewerButton}</button>
            </form>
          </section>`
    }`;
}

/** Shown once a leaving was reverted, also when repeated. */
export function returnedPage(channel: ChannelName, language: PageLanguage): Page {
  const words = WORDS[language];
  return notePage(200, words.backTitle(CHANNEL_NAMES[channel].heading), words.back);
}

/** Shown when no leaving can be reverted. */
export function notReturnedPage(language: PageLanguage): Page {
  const words = WORDS[language];
  const join = html`<p><a class="button" href="/?bahasa=${language}#daftar">${words.join}</a></p>`;
  return notePage(409, words.noneTitle, words.none, join);
}
