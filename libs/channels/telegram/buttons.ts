/** The labels under a copy, in the order in which they arrive: of the page that confirms it, and of the way out. */
interface Labels {
  verify: string;
  leave: string;
}

const BUTTONS: Readonly<Record<string, Labels>> = {
  en: { verify: 'Check this message', leave: 'Unsubscribe' },
};
const INDONESIAN: Labels = { verify: 'Periksa pesan ini', leave: 'Berhenti' };

/** Returns the button labels of a language; a regional language gets Indonesian, as under its text. Pure. */
export const labelsIn = (language: string): Labels => BUTTONS[language] ?? INDONESIAN;
