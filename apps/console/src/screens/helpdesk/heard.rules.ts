/** How far a message can be relied on. */
type Standing = 'sending' | 'sent' | 'held' | 'doubted' | 'stopped' | 'corrected' | 'withdrawn';
/** Standings in which a caller must be told not to trust what they got. */
type Fallen = Exclude<Standing, 'sending' | 'sent' | 'held'>;
interface Piece {
  kind: 'same' | 'slot' | 'added' | 'missing';
  text: string;
  grave: 'link' | 'number' | 'date' | null;
}

export const fallen = (standing: Standing): Fallen | null =>
  standing === 'sending' || standing === 'sent' || standing === 'held' ? null : standing;

/** What people are deceived with, the gravest first: changed, or gone with nothing in its place. */
export const gravest = (pieces: readonly Piece[]): `${'grave' | 'gone'}.${NonNullable<Piece['grave']>}`[] =>
  (['link', 'number', 'date'] as const).flatMap((grave) => {
    const kinds = pieces.filter((piece) => piece.grave === grave).map(({ kind }) => kind);
    if (kinds.includes('added')) return [`grave.${grave}` as const];
    return kinds.includes('missing') ? [`gone.${grave}` as const] : [];
  });
