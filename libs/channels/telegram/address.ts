/** The one spelling of a Telegram chat id; null when it is none. Ids have at most 52 significant bits; groups' are negative. */
export function normaliseChatId(text: string): string | null {
  const trimmed = text.trim();
  return /^-?[1-9]\d{0,15}$/.test(trimmed) && Number.isSafeInteger(Number(trimmed)) ? trimmed : null;
}
