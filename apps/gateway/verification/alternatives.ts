import type { Recording } from '#broadcasts/recordings';
import type { PublicRecord } from '#dispatch/verification';
import { html, type Html } from '#platform/http';
import type { PageLanguage } from '../pages/page-language.rules.js';

const WORDS = {
  id: {
    ways: 'Juga di halaman ini:',
    easy: 'Teks mudah',
    easyMore: 'Isi pesan yang sama dengan kata-kata yang mudah. Disahkan bersama teksnya.',
    audio: 'Rekaman suara',
    signing: 'Bahasa isyarat (BISINDO)',
    recordings: 'Dengar dan lihat',
    recordingsMore:
      'Rekaman ini disahkan bersama teksnya: sidik digital di atas mencakup sidik setiap rekaman. Memutarnya memakai kuota data.',
    digest: 'Sidik rekaman (SHA-256)',
  },
  en: {
    ways: 'Also on this page:',
    easy: 'Easy text',
    easyMore: 'The same message in easy words. Approved together with the text.',
    audio: 'Sound recording',
    signing: 'Sign language (BISINDO)',
    recordings: 'Listen and watch',
    recordingsMore:
      'These recordings were approved together with the text: the digest above covers the digest of each. Playing them uses data.',
    digest: "The recording's digest (SHA-256)",
  },
} as const;

/** Name of an easy-read text. */
export const easyName = (language: PageLanguage): string => WORDS[language].easy;

/** Whether a page has recordings, which its policy must then allow. */
export const hasRecordings = ({ audio, signing }: PublicRecord): boolean =>
  signing !== null || Object.keys(audio).length > 0;

/** Links from the top of a page to its other forms, so that their readers need not go through the texts. */
export function waysOf(record: PublicRecord, language: PageLanguage): Html | null {
  const words = WORDS[language];
  const ways = [
    ...(record.easy.length > 0 ? [['teks-mudah', words.easy] as const] : []),
    ...(Object.keys(record.audio).length > 0 ? [['suara', words.audio] as const] : []),
    ...(record.signing ? [['isyarat', words.signing] as const] : []),
  ];
  if (ways.length === 0) return null;
  return html`<p class="apart">${words.ways}</p>
    <ul class="ways">
      ${ways.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}
    </ul>`;
}

/** The message in easy-read language. */
export function easyTexts({ easy }: PublicRecord, language: PageLanguage): Html | null {
  if (easy.length === 0) return null;
  const words = WORDS[language];
  return html`<h2 id="teks-mudah">${words.easy}</h2>
    <p class="hint">${words.easyMore}</p>
    ${inOrder(
      easy.map((one) => [one.language, one]),
      language,
    ).map(
      ([written, { direction, text }]) => html`
        <h3>${nameOf(written, language)}</h3>
        <blockquote lang="${written}" dir="${direction}"><p class="text">${text}</p></blockquote>
      `,
    )}`;
}

/** Recordings, with the browser's own players. Nothing is loaded before it is played: data costs money. */
export function recordings(record: PublicRecord, language: PageLanguage): Html | null {
  if (!hasRecordings(record)) return null;
  const words = WORDS[language];
  const about = (name: string, { bytes, sha256 }: Recording): Html =>
    html`<figcaption>${name} · ${megabytes(bytes, language)}</figcaption>
      <p class="hint">${words.digest}: <code>${sha256}</code></p>`;
  const spoken = inOrder(Object.entries(record.audio), language);
  return html`<h2 id="suara">${words.recordings}</h2>
    <p class="hint">${words.recordingsMore}</p>
    ${spoken.map(([written, recording]) => {
      const name = `${words.audio} · ${nameOf(written, language)}`;
      return html`<figure>
        ${about(name, recording)}
        <audio controls preload="none" aria-label="${name}" src="${placeOf(recording)}"></audio>
      </figure>`;
    })}
    ${
      record.signing
        ? html`<figure id="isyarat">
            ${about(words.signing, record.signing)}
            <video
              controls
              playsinline
              preload="none"
              aria-label="${words.signing}"
              src="${placeOf(record.signing)}"
            ></video>
          </figure>`
        : null
    }`;
}

const placeOf = ({ sha256 }: Recording): string => `/recordings/${sha256}`;

function megabytes(bytes: number, language: PageLanguage): string {
  const size = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  return `${size.format(Math.max(bytes / 1_000_000, 0.1))} MB`;
}

const nameOf = (written: string, language: PageLanguage): string =>
  new Intl.DisplayNames([language], { type: 'language' }).of(written) ?? written;

const inOrder = <T>(entries: readonly [string, T][], language: PageLanguage): [string, T][] =>
  entries.toSorted(([a], [b]) => rank(a, language) - rank(b, language));

/** The reader's language first, then Indonesian, then others. */
export const rank = (written: string, language: PageLanguage): number =>
  written === language ? 0 : written === 'id' ? 1 : 2;
