/** How far a message can be relied on, as the public page says it. */
export type Standing = 'sending' | 'sent' | 'held' | 'doubted' | 'stopped' | 'corrected' | 'withdrawn';
/** A standing in which a text may not be relied on. */
export type Fallen = Exclude<Standing, 'sending' | 'sent' | 'held'>;
/** The one answer to whoever asks about a text. */
export type Answer = 'altered' | 'incomplete' | 'same' | Fallen;

/** @returns null where a text of this standing may be relied on */
export const fallen = (standing: Standing): Fallen | null =>
  standing === 'sending' || standing === 'sent' || standing === 'held' ? null : standing;

/**
 * The worst that is true of a text, which is all that is said of it: somebody who is told "the same" first does not read
 * on, and the picture of that answer travels.
 * @param text whether every word is what was approved, and all of them are there
 * @param standing how far what was approved can be relied on
 */
export const answerOf = (text: 'altered' | 'incomplete' | 'same', standing: Standing): Answer =>
  text === 'altered' ? text : (fallen(standing) ?? text);
