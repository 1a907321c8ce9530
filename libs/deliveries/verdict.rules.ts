/** How far a message can be relied on, as the public page says it. */
export type Standing = Sound | 'doubted' | 'stopped' | 'corrected' | 'withdrawn';
/** `partly`: its time ran out before it was sent to everybody; `unsent`: before it was sent to anybody. */
const SOUND = ['sending', 'sent', 'held', 'partly', 'unsent'] as const;
type Sound = (typeof SOUND)[number];
/** A standing in which a text may not be relied on. */
export type Fallen = Exclude<Standing, Sound>;
/** The one answer to whoever asks about a text. */
export type Answer = 'altered' | 'incomplete' | 'same' | Fallen;

/** @returns null where a text of this standing may be relied on */
export const fallen = (standing: Standing): Fallen | null => (isSound(standing) ? null : standing);
const isSound = (standing: Standing): standing is Sound => SOUND.some((one) => one === standing);

/** A few copies fail until their time is over in every large broadcast: less than this share of them is not told. */
const TOLD_SHARE = 0.01;

/**
 * How what has ended was sent.
 * @param reached copies that a provider took, or may have taken
 * @param missed copies that were not before their expiry, listed or not
 */
export const endedAs = (reached: number, missed: number): 'sent' | 'partly' | 'unsent' => {
  if (missed === 0) return 'sent';
  if (reached === 0) return 'unsent';
  return missed / (reached + missed) < TOLD_SHARE ? 'sent' : 'partly';
};

/**
 * The worst that is true of a text, which is all that is said of it: somebody who is told "the same" first does not read
 * on, and the picture of that answer travels.
 * @param text whether every word is what was approved, and all of them are there
 * @param standing how far what was approved can be relied on
 */
export const answerOf = (text: 'altered' | 'incomplete' | 'same', standing: Standing): Answer =>
  text === 'altered' ? text : (fallen(standing) ?? text);
