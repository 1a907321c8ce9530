import type { Config } from '#platform/config';

/** A link that opens the bot's chat with a start parameter; null if no bot is configured. */
export function telegramLink(
  {
    TELEGRAM_BOT_NAME: name,
    TELEGRAM_LINK_ROOT: root,
  }: Pick<Config, 'TELEGRAM_BOT_NAME' | 'TELEGRAM_LINK_ROOT'>,
  payload: string,
): string | null {
  return name === undefined ? null : `${root.replace(/\/+$/, '')}/${name}?start=${payload}`;
}
