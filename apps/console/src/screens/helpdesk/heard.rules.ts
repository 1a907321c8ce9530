/** How far a message can be relied on. */
type Standing = 'sending' | 'sent' | 'held' | 'doubted' | 'stopped' | 'corrected' | 'withdrawn';
/** Standings in which a caller must be told not to trust what they got. */
type Fallen = Exclude<Standing, 'sending' | 'sent' | 'held'>;
/** What is said of a text that a caller reads out. `partly`: so far as it was read out, it is the approved one. */
export type Heard = Fallen | 'altered' | 'same' | 'partly' | 'none';
interface Piece {
  kind: 'same' | 'slot' | 'added' | 'missing';
  text: string;
  grave: 'link' | 'number' | 'date' | null;
}
/** How it compares with what was approved, as far as these rules care. */
interface Compared {
  answer: Exclude<Heard, 'partly' | 'none'> | 'incomplete' | null;
  record: { standing: Standing } | null;
  match: { pieces: readonly Piece[] } | null;
  strangeCode: boolean;
}

export const fallen = (standing: Standing): Fallen | null =>
  standing === 'sending' || standing === 'sent' || standing === 'held' ? null : standing;

/**
 * The one answer. A caller seldom reads a message to its end: what is missing only before the first or after the last word
 * was not read out, and is not said to have been changed. Nor are punctuation marks, which nobody hears.
 */
export function heardOf({ answer, record, match, strangeCode }: Compared): Heard {
  if (answer === null || record === null) return 'none';
  if (answer === 'incomplete') return 'partly';
  if (answer !== 'altered' || strangeCode || !match || !isPart(match.pieces)) return answer;
  return fallen(record.standing) ?? (match.pieces.some(isUnread) ? 'partly' : 'same');
}

function isPart(pieces: readonly Piece[]): boolean {
  const heard = pieces.filter((piece) => !isPunctuation(piece));
  const present = ({ kind }: Piece): boolean => kind !== 'missing';
  const inner = heard.slice(heard.findIndex(present), heard.findLastIndex(present) + 1);
  return inner.length > 0 && inner.every(({ kind }) => kind === 'same' || kind === 'slot');
}

const isPunctuation = ({ text }: Piece): boolean => /^[\p{P}\p{S}]$/u.test(text);
const isUnread = (piece: Piece): boolean => piece.kind === 'missing' && !isPunctuation(piece);

/** What people are deceived with, the gravest first: changed, or gone with nothing in its place. */
export const gravest = (pieces: readonly Piece[]): `${'grave' | 'gone'}.${NonNullable<Piece['grave']>}`[] =>
  (['link', 'number', 'date'] as const).flatMap((grave) => {
    const kinds = pieces.filter((piece) => piece.grave === grave).map(({ kind }) => kind);
    if (kinds.includes('added')) return [`grave.${grave}` as const];
    return kinds.includes('missing') ? [`gone.${grave}` as const] : [];
  });
