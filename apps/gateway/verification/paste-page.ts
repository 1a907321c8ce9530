import { html, type Html } from '#platform/http';
import type { PageLanguage } from '../pages/page-language.rules.js';
import type { Page } from '../pages/layout.js';
import { PASTE_LIMIT } from '#contract/api/text-comparison';

const WORDS = {
  id: {
    title: 'Periksa teks pesan',
    what: 'Tempel teks yang Anda terima. Kami membandingkannya kata demi kata dengan teks yang disahkan, dengan atau tanpa kode.',
    text: 'Teks pesan',
    textHint: 'Seluruh pesan, dari awal sampai akhir, dengan tautannya. Tidak kami simpan.',
    code: 'Kode, bila ada di tempat lain',
    codeHint: 'Sepuluh huruf dan angka. Kosongkan bila kodenya sudah ada dalam teks.',
    button: 'Bandingkan',
    empty: 'Tempel dulu teks pesannya.',
    long: `Teks paling panjang ${PASTE_LIMIT.toLocaleString('id-ID')} huruf. Tempel satu pesan saja.`,
    wrongCode: 'Kode terdiri dari sepuluh huruf dan angka. Periksa lagi kodenya, atau kosongkan.',
    list: 'Semua pesan yang disahkan',
  },
  en: {
    title: 'Check the text of a message',
    what: 'Paste the text you received. We compare it word by word with the approved texts, with or without a code.',
    text: 'Text of the message',
    textHint: 'The whole message from beginning to end, with its links. We do not keep it.',
    code: 'Code, if it stands elsewhere',
    codeHint: 'Ten letters and digits. Leave it empty if the code is in the text.',
    button: 'Compare',
    empty: 'Paste the text of the message first.',
    long: `A text has at most ${PASTE_LIMIT.toLocaleString('en-GB')} letters. Paste one message only.`,
    wrongCode: 'A code has ten letters and digits. Look at it again, or leave it empty.',
    list: 'All approved messages',
  },
} as const;

/** Faults of a pasted text. */
export type PasteFault = 'empty' | 'long' | 'wrongCode';

/** The form for a text. @param code preset, if the reader came from a code's page */
export function pasteForm(
  language: PageLanguage,
  code = '',
  filled: { text: string; fault: PasteFault } | null = null,
): Html {
  const words = WORDS[language];
  const fault = filled?.fault;
  const inText = fault === 'empty' || fault === 'long';
  return html`<form method="post" action="/verify?bahasa=${language}">
    ${fault ? html`<p class="fault" id="salah" role="alert">${words[fault]}</p>` : null}
    <div class="field">
      <label for="teks">${words.text}</label>
      <textarea
        id="teks"
        name="teks"
        rows="6"
        required
        maxlength="${PASTE_LIMIT}"
        autocomplete="off"
        spellcheck="false"
        aria-describedby="${inText ? 'salah petunjuk-teks' : 'petunjuk-teks'}"
        ${inText ? html`aria-invalid="true"` : null}
      >
${filled?.text ?? ''}</textarea>
      <p class="hint" id="petunjuk-teks">${words.textHint}</p>
    </div>
    <div class="field">
      <label for="kode-teks">${words.code}</label>
      <input
        id="kode-teks"
        name="kode"
        maxlength="100"
        value="${code}"
        autocomplete="off"
        autocapitalize="characters"
        spellcheck="false"
        aria-describedby="${fault === 'wrongCode' ? 'salah petunjuk-kode' : 'petunjuk-kode'}"
        ${fault === 'wrongCode' ? html`aria-invalid="true"` : null}
      />
      <p class="hint" id="petunjuk-kode">${words.codeHint}</p>
    </div>
    <button>${words.button}</button>
  </form>`;
}

/** The page with the form for a text. */
export function checkPage(
  language: PageLanguage,
  code = '',
  filled: { text: string; fault: PasteFault } | null = null,
): Page {
  const words = WORDS[language];
  return {
    status: filled ? 422 : 200,
    title: words.title,
    body: html`<h1>${words.title}</h1>
      <p>${words.what}</p>
      ${pasteForm(language, code, filled)}
      <p class="apart"><a href="/broadcasts?bahasa=${language}">${words.list}</a></p>`,
  };
}
