/** What the bot needs. */
export interface TelegramSettings {
  token: string;
  apiRoot: string;
}
