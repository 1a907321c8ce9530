import { Agent } from 'node:http';
import { Telegram } from 'telegraf';
import twilio from 'twilio';

// The limit: the provider's own client over kept-alive connections, with one prepared message for everybody. Arguments:
// telegram or sms, the sink's URL, how many messages.

/** Siar's own concurrency. */
const LANES = 64;

const [channel = '', url = '', countText = ''] = process.argv.slice(2);
const count = Number(countText);
const agent = new Agent({ keepAlive: true });

function telegram(): (n: number) => Promise<unknown> {
  const client = new Telegram(process.env['TELEGRAM_BOT_TOKEN'] ?? '', { apiRoot: url });
  // Set after construction: the constructor drops the agent for an http:// address.
  client.options.agent = agent;
  const text = `Halo Siti Aminah! Hari pemungutan suara di Kabupaten Bandung: Rabu, 14 Februari 2024, pukul 07.00–13.00 waktu setempat.

Periksa TPS Anda: https://cekdptonline.kpu.go.id`;
  return (n) =>
    client.sendMessage(90_000_000_000 + n, text, {
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
      reply_markup: {
        inline_keyboard: [
          [
            { text: 'Periksa pesan ini', url: 'https://siar.go.id/verify/ABCDEFGHJK' },
            { text: 'Berhenti', callback_data: 'leave:375299276767234' },
          ],
        ],
      },
    });
}

function sms(): (n: number) => Promise<unknown> {
  const httpClient = new twilio.RequestClient();
  httpClient.axios.defaults.httpAgent = agent;
  const client = twilio(process.env['TWILIO_ACCOUNT_SID'] ?? '', process.env['TWILIO_AUTH_TOKEN'] ?? '', {
    httpClient,
  });
  client.api.baseUrl = url;
  return (n) =>
    client.messages.create({
      to: `+62834${10_000_000 + n}`,
      body: 'KPU: Pemilu Rabu, 14 Februari 2024, TPS buka 07.00-13.00. Bawa KTP-el. Cek TPS: cekdptonline.kpu.go.id Cek/Stop siar.go.id/ABCDEFGHJK',
      messagingServiceSid: process.env['TWILIO_MESSAGING_SERVICE_SID'] ?? '',
      validityPeriod: 36_000,
      statusCallback: `https://siar.go.id/webhooks/twilio/status?d=375299276767234-12345-0123456789abcdef0123456789abcdef`,
      smartEncoded: false,
    });
}

process.once('SIGTERM', () => process.exit(0));
process.once('disconnect', () => process.exit(0));
process.once('message', () => {
  const send = channel === 'telegram' ? telegram() : sms();
  let sent = 0;
  const lane = async (): Promise<void> => {
    while (sent < count) await send(++sent);
  };
  const start = performance.now();
  void Promise.all(Array.from({ length: LANES }, lane)).then(() =>
    process.send?.({ accepted: count, seconds: (performance.now() - start) / 1000 }),
  );
});
process.send?.({});
