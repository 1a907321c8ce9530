/** How far a message can be trusted. */
type Standing = Sound | 'doubted' | 'stopped' | 'corrected' | 'wrong' | 'withdrawn';
const SOUND = ['scheduled', 'sending', 'sent', 'held', 'partly', 'unsent'] as const;
type Sound = (typeof SOUND)[number];
/** Standings of a message that the caller must not trust. */
type Fallen = Exclude<Standing, Sound>;
interface Piece {
  kind: 'same' | 'slot' | 'added' | 'missing';
  text: string;
  grave: 'link' | 'number' | 'date' | null;
}

export const fallen = (standing: Standing): Fallen | null => (isSound(standing) ? null : standing);
const isSound = (standing: Standing): standing is Sound => SOUND.some((one) => one === standing);

/**
 * The words of the headline. Once KPU has found the text of the correction that was taken back right, in its companion,
 * not that nothing holds.
 * @param place what is in force in its place, as the server says
 */
export const headlineOf = <Heard extends string>(heard: Heard, place: string | null): Heard | 'again' =>
  heard === 'wrong' && place === 'again' ? 'again' : heard;

/** The words for the code of the correction: of a message that stays wrong, the one that was taken back. */
export const correctionWords = (standing: Standing): 'helpdesk.takenBackCode' | 'helpdesk.correctedBy' =>
  standing === 'wrong' ? 'helpdesk.takenBackCode' : 'helpdesk.correctedBy';

/** A kind of deception: a link, number or date, or else the words. */
type Kind = NonNullable<Piece['grave']> | 'word';

/**
 * The kinds of deception in a text, the gravest first: values changed, or removed without a replacement. What is missing
 * before the first or after the last word was only not read out.
 */
export function gravest(pieces: readonly Piece[]): `${'grave' | 'gone'}.${Kind}`[] {
  const isHeard = ({ kind }: Piece): boolean => kind !== 'missing';
  const read = pieces.slice(pieces.findIndex(isHeard), pieces.findLastIndex(isHeard) + 1);
  return (['link', 'number', 'date', 'word'] as const).flatMap((grave) => {
    const kinds = read.filter((piece) => kindOf(piece) === grave).map(({ kind }) => kind);
    if (kinds.includes('added')) return [`grave.${grave}` as const];
    return kinds.includes('missing') ? [`gone.${grave}` as const] : [];
  });
}

const kindOf = ({ grave, text }: Piece): Kind | null => grave ?? (/[\p{L}\p{N}]/u.test(text) ? 'word' : null);
