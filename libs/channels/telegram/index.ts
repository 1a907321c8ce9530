// Telegram: what programs beside the worker need of it.
export {
  answerTelegramButton,
  checkTelegramSecret,
  pollTelegram,
  readTelegramUpdate,
  setTelegramWebhook,
  type TelegramUpdate,
} from './updates.js';
