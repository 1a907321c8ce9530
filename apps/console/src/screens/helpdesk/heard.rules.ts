/** How far a message can be trusted. */
type Standing = Sound | 'doubted' | 'stopped' | 'corrected' | 'withdrawn';
const SOUND = ['sending', 'sent', 'held', 'partly', 'unsent'] as const;
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

/** The gravest kind of deception: a value changed, or removed without a replacement. */
export const gravest = (pieces: readonly Piece[]): `${'grave' | 'gone'}.${NonNullable<Piece['grave']>}`[] =>
  (['link', 'number', 'date'] as const).flatMap((grave) => {
    const kinds = pieces.filter((piece) => piece.grave === grave).map(({ kind }) => kind);
    if (kinds.includes('added')) return [`grave.${grave}` as const];
    return kinds.includes('missing') ? [`gone.${grave}` as const] : [];
  });
