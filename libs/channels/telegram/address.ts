/**
 * Returns the normal form of a Telegram chat id; null for any other text. Ids have at most 52 significant bits; those
 * of groups are negative.
 */
export function normaliseChatId(text: string): string | null {
  const trimmed = text.trim();
  return /^-?[1-9]\d{0,15}$/.test(trimmed) && Number.isSafeInteger(Number(trimmed)) ? trimmed : null;
}
