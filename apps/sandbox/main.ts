import { loadSettings } from '#platform/config';
import { runProgramWith } from '#platform/program';
import { startSandbox } from './sandbox.js';

const HTTP_PORT = 8025;

const NAMES = [
  ...([
    'PORT',
    'HOST',
    'LOG_LEVEL',
    'TELEGRAM_BOT_TOKEN',
    'TWILIO_ACCOUNT_SID',
    'TWILIO_AUTH_TOKEN',
  ] as const),
  ...([
    'SANDBOX_SMTP_PORT',
    'SANDBOX_SMPP_PORT',
    'SANDBOX_DEAD_SHARE',
    'SANDBOX_LATE_BOUNCE_SHARE',
    'SANDBOX_TELEGRAM_RATE',
  ] as const),
  ...([
    'SANDBOX_TELEGRAM_CHAT_RATE',
    'SANDBOX_SEED',
    'SANDBOX_KEEP_MB',
    'BOUNCE_URL',
    'EMAIL_BOUNCE_SECRET',
  ] as const),
] as const;

await runProgramWith(
  'sandbox',
  (env) => loadSettings(env, NAMES),
  async (settings, logger) => {
    const { BOUNCE_URL: url, EMAIL_BOUNCE_SECRET: secret } = settings;
    const sandbox = await startSandbox({
      host: settings.HOST,
      httpPort: settings.PORT ?? HTTP_PORT,
      smtpPort: settings.SANDBOX_SMTP_PORT,
      smppPort: settings.SANDBOX_SMPP_PORT,
      deadShare: settings.SANDBOX_DEAD_SHARE,
      lateBounceShare: settings.SANDBOX_LATE_BOUNCE_SHARE,
      telegramRate: settings.SANDBOX_TELEGRAM_RATE,
      telegramChatRate: settings.SANDBOX_TELEGRAM_CHAT_RATE,
      telegramToken: settings.TELEGRAM_BOT_TOKEN ?? null,
      twilioAccountSid: settings.TWILIO_ACCOUNT_SID ?? null,
      twilioAuthToken: settings.TWILIO_AUTH_TOKEN ?? null,
      bounces: url && secret ? { url, secret } : null,
      seed: settings.SANDBOX_SEED,
      keepBytes: settings.SANDBOX_KEEP_MB * 1024 * 1024,
    });
    const { httpUrl, smtpUrl, smppUrl } = sandbox;
    logger.info({ httpUrl, smtpUrl, smppUrl }, 'the sandbox listens');
    process.send?.({ httpUrl, smtpUrl, smppUrl });
    return () => sandbox.stop();
  },
);
