import { setTimeout as sleep } from 'node:timers/promises';
import { type ParsedMail, simpleParser } from 'mailparser';
import Mustache from 'mustache';
import { pino } from 'pino';
import type { ChannelName } from '#channels';
import { addressContext, sha256, writeCode } from '#platform/crypto';
import { row, rows } from '#platform/database';
import { startWorker, type Worker } from '../../apps/channel-worker/worker.js';
import { tamper } from '../factories/database.js';
import { makeLive } from '../factories/languages.js';
import { marksOf } from '../factories/marks.js';
import { testSystem, type TestSystem } from '../factories/system.js';

/**
 * Texts with everything that encoding may break: markup, quotes, dots and dashes at line starts, long lines. Javanese has
 * no SMS: who chose it gets the Indonesian one.
 */
const CONTENTS = {
  email: {
    id: {
      subject: 'Untuk {{name}}: hari "H" <{{polling_date}}> & TPS – jangan lupa',
      body: `Yth. {{name}},

.Baris ini mulai dengan titik,
..dan ini dengan dua; <b>bukan huruf tebal</b> & 'kutip' "ganda".
From: bukan kepala surat

Hari pemungutan suara di {{region}} adalah {{polling_date}}.   Tiga spasi.
Cek di https://cekdptonline.kpu.go.id/?a=1&b=2, di infopemilu.kpu.go.id atau tanya@kpu.go.id.

--

${'Sebaris yang sangat panjang tanpa ganti baris '.repeat(40)}selesai = 100 %. 🗳 ✓`,
    },
    en: {
      subject: 'Polling day: {{polling_date}}',
      body: `Dear {{name}} of {{region}},
leave here: {{unsubscribe_link}} or check here: {{verify_link}}`,
    },
    jv: {
      subject: 'Dina coblosan: {{polling_date}}',
      body: 'Sugeng {{name}},\n\n{{region}}: {{polling_date}}.',
    },
  },
  telegram: {
    id: { body: 'Halo <i>{{name}}</i> & keluarga! {{region}}: {{polling_date}} &amp; https://kpu.go.id 🗳' },
    en: { body: 'Hello {{name}} <3 {{region}}!\n\nCheck: {{verify_link}}, leave: {{unsubscribe_link}}' },
    jv: { body: 'Sugeng {{name}}, {{region}}: {{polling_date}}' },
  },
  sms: {
    id: { body: 'KPU: {{name}}, {{region}}: Pemilu {{polling_date}} [TPS 07.00-13.00] @kpu_ri' },
    en: { body: 'KPU: {{name}}, election {{polling_date}}. Check/leave {{unsubscribe_link}}' },
  },
} as const;

/** Names as people may type them; the name in a copy; and the name in an SMS: 20 characters of GSM-7. */
const NAMES: [typed: string, shown: string, sms: string][] = [
  ['Siti Rahayu', 'Siti Rahayu', 'Siti Rahayu'],
  ["Ma'ruf Nur-Aini", "Ma'ruf Nur-Aini", "Ma'ruf Nur-Aini"],
  ['Hj. Siti Nur-Aini, S.Pd.', 'Hj. Siti Nur-Aini, S.Pd.', 'Hj. Siti Nur-Aini, S'],
  ['Łukasz Ünal–Žižek', 'Łukasz Ünal–Žižek', 'Lukasz Ünal-Zizek'],
  ['王小明', '王小明', ''],
  // Not names: a person with one of these is greeted without a name.
  [`Ani & "Budi" <b>O'Neil</b>`, '', ''],
  ['{{region}}{{{name}}}', '', ''],
  ['Adi\r\nBcc: x@evil.example', '', ''],
  ['PEMILU DITUNDA, cek http://palsu.id', '', ''],
  ['', '', ''],
];
const LANGUAGES = ['id', 'en', 'jv'];
const NAMELESS: Record<string, string> = { id: 'Bapak/Ibu', en: 'Sir/Madam', jv: 'Bapak/Ibu' };
const POLLING_DATE: Record<string, string> = {
  id: 'Rabu, 14 Februari 2024',
  en: 'Wednesday, 14 February 2024',
  jv: 'Rebo, 14 Pébruari 2024',
};
const BUTTONS: Record<string, [string, string]> = {
  id: ['Periksa pesan ini', 'Berhenti'],
  en: ['Check this message', 'Unsubscribe'],
};

interface Frozen {
  broadcastId: string;
  sender: { name: string; ministry: string; commission: string };
  contents: Record<ChannelName, Record<string, { subject?: string; text: string }>>;
}
interface Copy {
  channel: ChannelName;
  to: string;
  addressId: string;
  name: string;
  language: string;
  region: string;
  code: string | null;
}
/** The fields of one message in the sandbox; each channel has some of them. */
interface Arrived {
  channel: ChannelName;
  to: string;
  from: string;
  text: string;
  raw?: string;
  html?: string;
  headers?: Record<string, string>;
  buttons?: { text: string; url?: string; data?: string }[][];
  callback?: string;
  messagingServiceSid?: string;
  validityPeriod?: number;
}
type Values = Record<'name' | 'region' | 'polling_date' | 'verify_link' | 'unsubscribe_link', string>;

const plain = (text: string): string => text;
const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const entities = (text: string): string => text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);
const render = (template: string, values: Values, escape = plain): string =>
  Mustache.render(template, values, {}, { escape });

/** Colours for mail programs in dark mode. */
const DARK = [
  '<meta name="color-scheme" content="light dark">',
  '<meta name="supported-color-schemes" content="light dark">',
  '<style>',
  ':root { color-scheme: light dark; }',
  '@media (prefers-color-scheme: dark) {',
  '.page { background: #11161c !important; color: #e6ebf1 !important; }',
  '.sheet { background: #1a212a !important; color: #e6ebf1 !important; border-color: #3a4652 !important; }',
  '.quiet { color: #b4bfcb !important; }',
  '.rule { border-color: #3a4652 !important; }',
  '.page a { color: #8ec1f5 !important; }',
  '.page .band a { color: #ffffff !important; }',
  '}',
  '</style>',
];

/** What an inbox gets to show: 110 characters beside the variables, up to a whole word, and no person's own link. */
function beginning(text: string): string {
  const own = text.split('\n\n--\n')[0]?.split(/\{\{(?:verify|unsubscribe)_link\}\}/)[0] ?? '';
  let [shown, left] = ['', 110];
  for (const piece of own.replaceAll(/\s+/g, ' ').split(/(\{\{\w+\}\})/)) {
    if (piece.startsWith('{{')) shown += piece;
    else if (piece.length <= left) {
      shown += piece;
      left -= piece.length;
    } else return shown + piece.slice(0, left).replace(/\S*$/, '');
  }
  return shown;
}

/** The expected HTML of a text, as a Mustache template; written independently from what a reader should see. */
function htmlTemplate(sender: Frozen['sender'], language: string, subject: string, text: string): string {
  const link = (href: string, shown = href): string => `<a style="color:#0b5676" href="${href}">${shown}</a>`;
  const all = text.split('\n\n');
  const paragraphs = all.map((paragraph, at) => {
    if (paragraph === '--')
      return '<hr class="rule" style="border:0;border-top:1px solid #d5dbe2;margin:24px 0 0">';
    const linked = entities(paragraph.trim())
      .replace(/https:\/\/[^ ,]+|infopemilu\.kpu\.go\.id|tanya@kpu\.go\.id/g, (found) =>
        link(
          found.startsWith('https:') ? found : found.includes('@') ? `mailto:${found}` : `https://${found}`,
          found,
        ),
      )
      .replace(/\{\{(verify|unsubscribe)_link\}\}/g, (tag) => link(tag));
    const closing = at > all.lastIndexOf('--') ? ' class="quiet" style="font-size:14px;color:#4a5663"' : '';
    return `<p${closing}>${linked.replaceAll('\n', '<br>\n')}</p>`;
  });
  return [
    '<!doctype html>',
    `<html lang="${language}">`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${entities(subject)}</title>`,
    ...DARK,
    '</head>',
    '<body class="page" style="margin:0;padding:16px 8px;background:#f3f5f8;color:#1b2430">',
    `<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${entities(beginning(text))}</div>`,
    `<main class="sheet" style='max-width:600px;margin:0 auto;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif;padding:0 20px 8px;background:#ffffff;color:#1b2430;border:1px solid #d5dbe2;border-radius:8px;overflow-wrap:anywhere'>`,
    '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td style="padding:16px 0 12px;border-bottom:3px solid #0b5676">' +
      `<strong style="font-size:20px">${entities(sender.name)}</strong><br>`,
    `<span class="quiet" style="font-size:14px;color:#4a5663">${entities(sender.ministry)} · ${entities(sender.commission)}</span></td></tr></table>`,
    ...paragraphs,
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** Polls until the condition holds. @throws Error after 30 s */
async function until(so: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 30_000; !(await so()); await sleep(50))
    if (performance.now() > end) throw new Error('It did not come about within 30 s.');
}

async function arrivals(system: TestSystem): Promise<Arrived[]> {
  return (await (await fetch(`${system.sandbox.httpUrl}/sandbox/messages`)).json()) as Arrived[];
}

const completed = ({ state }: { state: string }): boolean => state === 'completed';

describe('what goes out', () => {
  let system: TestSystem;
  let id: string;
  let document: Frozen;
  let publicCode: string;
  const copies = new Map<string, Copy>();
  let arrived: Arrived[];
  /** Broadcasts without an approved and due text, by their state. */
  const unapproved: Record<string, string> = {};

  beforeAll(async () => {
    system = await testSystem({ contacts: 456, workers: 0 });
    const { source } = system.db;
    await source.query(
      `UPDATE contacts SET name = ($1::text[])[id % $2 + 1], language = ($3::text[])[id / $2 % $4 + 1]`,
      [NAMES.map(([typed]) => typed), NAMES.length, LANGUAGES, LANGUAGES.length],
    );
    await makeLive(source.manager, 'jv');
    await prepareUnapproved();
    id = await system.broadcast({ contents: CONTENTS, smsOverride: { segments: 2 } });
    // The authors' table is never the source of a message, whatever changes it.
    await source.query(
      `UPDATE broadcasts SET title = 'MARK', draft = replace(draft::text, 'KPU', 'MARK')::jsonb WHERE id = $1`,
      [id],
    );
    await system.addWorker();
    expect((await system.until(id, completed)).total).toMatchObject({ failed: 0, unknown: 0, expired: 0 });
    const sent = await row<{ document: string; digest: string; publicCode: string }>(
      source.manager,
      `SELECT s.document, s.digest, b.public_code AS "publicCode" FROM submissions s JOIN broadcasts b ON b.id = s.broadcast_id
       WHERE s.broadcast_id = $1 AND s.decision = 'approved'`,
      [id],
    );
    expect(sha256(sent?.document ?? '')).toBe(sent?.digest);
    document = JSON.parse(sent?.document ?? '{}') as Frozen;
    publicCode = sent?.publicCode ?? '';
    for (const copy of await accepted()) copies.set(`${copy.channel} ${copy.to}`, copy);
    await until(async () => (await arrivals(system)).some(({ text }) => text.startsWith('[UJI]')));
    arrived = await arrivals(system);
  });
  afterAll(() => system.stop());

  const accepted = async (): Promise<Copy[]> => {
    const found = await rows<Omit<Copy, 'to'> & { ciphertext: Buffer; keyId: string }>(
      system.db.source.manager,
      `SELECT a.channel, a.id AS "addressId", a.ciphertext, a.key_id AS "keyId", c.name, c.language, r.name AS region, d.code
       FROM deliveries d JOIN addresses a ON a.id = d.address_id JOIN contacts c ON c.id = a.contact_id
       JOIN regions r ON r.code = c.region_code WHERE d.broadcast_id = $1 AND d.state IN ('accepted', 'delivered')`,
      [id],
    );
    return found.map((copy) => ({
      ...copy,
      to: system.keys.open(copy, addressContext(copy.addressId, copy.channel)),
    }));
  };

  /** Leaves one broadcast in each state in which it may not be sent; each has its own word in its texts. */
  const prepareUnapproved = async (): Promise<void> => {
    const author = await system.as('penulis');
    const reviewer = await system.as('kpu-nasional');
    const day = await row<{ day: string }>(
      system.db.source.manager,
      `SELECT (siar_now()::date + 2)::text AS day`,
    );
    const path = '/api/v1/broadcasts';
    const make = async (
      as: string,
      schedule: unknown = { at: 'now', leaveWindow: true },
    ): Promise<string> => {
      const { body } = await author<{ id: string }>('POST', path, {
        title: as,
        kind: 'urgent',
        channels: ['email', 'telegram', 'sms'],
        contents: {
          email: { id: { subject: `MARK ${as}`, body: `MARK ${as}` } },
          telegram: { id: { body: `MARK ${as}` } },
          sms: { id: { body: `KPU MARK ${as}` } },
        },
        audience: { regions: ['11', '31', '91'] },
        schedule,
      });
      unapproved[as] = body.id;
      return body.id;
    };
    const submit = async (of: string): Promise<string> => {
      const { body } = await author<{ submission: { digest: string } }>('POST', `${path}/${of}/submit`, {
        confirmLocalHours: true,
      });
      return body.submission.digest;
    };
    const approve = async (of: string, digest: string) =>
      reviewer('POST', `${path}/${of}/approve`, {
        digest,
        confirmLocalHours: true,
        acknowledged: await marksOf(reviewer, of),
      });
    const later = { at: `${day?.day}T09:00` };

    expect(await author('POST', `${path}/${await make('draft')}/test`, {})).toMatchObject({ status: 202 });
    await submit(await make('in review'));
    const rejected = await make('rejected');
    await submit(rejected);
    expect(await reviewer('POST', `${path}/${rejected}/reject`, { reason: 'salah' })).toMatchObject({
      status: 200,
    });
    const edited = await make('edited');
    const stale = await submit(edited);
    expect(await author('PATCH', `${path}/${edited}`, { version: 1, title: 'lain' })).toMatchObject({
      status: 200,
    });
    expect(await approve(edited, stale)).toMatchObject({ status: 409 });
    const withdrawn = await make('withdrawn', later);
    expect(await approve(withdrawn, await submit(withdrawn))).toMatchObject({ status: 200 });
    expect(await author('POST', `${path}/${withdrawn}/withdraw`, {})).toMatchObject({ status: 200 });
    const notDue = await make('not due', later);
    expect(await approve(notDue, await submit(notDue))).toMatchObject({ status: 200 });
  };

  const copyOf = ({ channel, to }: Arrived): Copy => {
    const copy = copies.get(`${channel} ${to}`);
    if (!copy) throw new Error(`Nobody was to get this on ${channel}`);
    return copy;
  };
  const received = (channel: ChannelName): Arrived[] =>
    arrived.filter((one) => one.channel === channel && !one.text.startsWith('[UJI]'));

  /** The frozen content in a copy's language, else in Indonesian, and the values of this copy. */
  const approvedFor = (copy: Copy) => {
    const { channel, addressId } = copy;
    const spoken = copy.language in document.contents[channel] ? copy.language : 'id';
    const content = document.contents[channel][spoken];
    if (!content) throw new Error(`There is no text in ${spoken}`);
    const [, shown = '', sms = ''] = NAMES.find(([typed]) => typed === copy.name) ?? [];
    const short = `siar.go.id/${writeCode(BigInt(copy.code ?? 0))}`;
    const ref = { broadcastId: id, addressId };
    const url = system.config.PUBLIC_URL;
    const links =
      channel === 'sms'
        ? { verify_link: short, unsubscribe_link: short }
        : {
            verify_link: `${url}/verify/${publicCode}`,
            unsubscribe_link: `${url}/unsubscribe/${system.keys.deliveryToken('unsubscribe', ref)}`,
          };
    const values: Values = {
      name: (channel === 'sms' ? sms : shown) || (NAMELESS[spoken] ?? ''),
      region: copy.region,
      polling_date: POLLING_DATE[spoken] ?? '',
      ...links,
    };
    return {
      spoken,
      subject: content.subject ?? '',
      text: content.text,
      values,
      token: system.keys.deliveryToken('receipt', ref),
    };
  };

  it('reaches everyone once, in every language and by every name', () => {
    const reached = arrived
      .filter(({ text }) => !text.startsWith('[UJI]'))
      .map(({ channel, to }) => `${channel} ${to}`);
    expect(reached.toSorted()).toEqual([...copies.keys()].toSorted());
    const met = new Set(
      [...copies.values()].map(({ channel, language, name }) => [channel, language, name].join()),
    );
    const all = ['email', 'telegram', 'sms'].flatMap((channel) =>
      LANGUAGES.flatMap((language) => NAMES.map(([typed]) => [channel, language, typed].join())),
    );
    expect(all.filter((one) => !met.has(one))).toEqual([]);
  });

  it('is, as an e-mail, the approved subject, text and HTML, with the required headers', async () => {
    for (const mail of received('email')) {
      const copy = copyOf(mail);
      const { spoken, subject, text, values, token } = approvedFor(copy);
      const parsed: ParsedMail = await simpleParser(mail.raw ?? '', {
        skipHtmlToText: true,
        skipTextToHtml: true,
        skipTextLinks: true,
      });
      expect({ subject: parsed.subject, text: parsed.text, html: parsed.html }).toEqual({
        subject: render(subject, values),
        text: render(text, values),
        html: render(htmlTemplate(document.sender, spoken, subject, text), values, entities),
      });
      expect(parsed.to).toMatchObject({ text: copy.to });
      expect(parsed.from).toMatchObject({ value: [{ name: 'Siar', address: 'info@siar.go.id' }] });
      expect(parsed.attachments).toEqual([]);
      expect([parsed.cc, parsed.bcc]).toEqual([undefined, undefined]);
      expect(mail.from).toBe(`b.${token}@bounce.siar.go.id`);
      expect(mail.headers).toMatchObject({
        'list-unsubscribe': `<${values.unsubscribe_link}>`,
        'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
        'message-id': `<${id}.${copy.addressId}@siar.go.id>`,
        'content-language': spoken,
      });
    }
  });

  it('is, on Telegram, the approved text once its entities are parsed, with its two buttons', () => {
    for (const message of received('telegram')) {
      const { spoken, text, values } = approvedFor(copyOf(message));
      const [verify, leave] = BUTTONS[spoken] ?? BUTTONS['id'] ?? [];
      expect(message).toMatchObject({
        text: render(text, values),
        html: render(text, values).replace(/[&<>]/g, (letter) => ENTITIES[letter] ?? ''),
        buttons: [
          [
            { text: verify, url: values.verify_link },
            { text: leave, data: `leave:${id}` },
          ],
        ],
      });
    }
  });

  it('is, as an SMS, the approved text, with its validity and its callback', () => {
    for (const message of received('sms')) {
      const { text, values, token } = approvedFor(copyOf(message));
      expect(message).toMatchObject({
        text: render(text, values),
        callback: `${system.config.PUBLIC_URL}/webhooks/twilio/status?d=${token}`,
        messagingServiceSid: system.config.TWILIO_MESSAGING_SERVICE_SID,
        // Twilio's maximum; the broadcast is valid for 24 hours.
        validityPeriod: 36_000,
      });
    }
  });

  it('is valid no longer than the broadcast, as an SMS', async () => {
    const soon = await row<{ at: string }>(
      system.db.source.manager,
      `SELECT to_char(siar_now() AT TIME ZONE 'Asia/Jakarta' + interval '2 hours', 'YYYY-MM-DD"T"HH24:MI') AS at`,
    );
    const short = await system.broadcast({
      channels: ['sms'],
      audience: { regions: ['31', '32', '33', '35'] },
      schedule: { at: 'now', leaveWindow: true, expires: soon?.at },
    });
    await system.until(short, completed);
    const expires = new Date(`${soon?.at}:00+07:00`).getTime();
    const found = [...system.sandbox.inbox.list({ channel: 'sms', broadcast: short })];
    expect(found.length).toBeGreaterThan(0);
    for (const { arrival } of found) {
      const { validityPeriod } = (await arrival.open()) as unknown as { validityPeriod: number };
      const left = (expires - arrival.at) / 1000;
      // Computed when the message was written, which may precede its arrival by the time of a hand-over.
      expect(validityPeriod).toBeLessThanOrEqual(Math.ceil(left) + system.config.PROVIDER_TIMEOUT_SECONDS);
      expect(validityPeriod).toBeGreaterThan(left - 30);
    }
  });

  it.each(['draft', 'in review', 'rejected', 'edited', 'withdrawn', 'not due'])(
    'is nothing of a broadcast that is %s',
    async (as) => {
      const of = unapproved[as] ?? '';
      expect([...system.sandbox.inbox.list({ broadcast: of })]).toEqual([]);
      expect(
        await row(
          system.db.source.manager,
          'SELECT count(*)::int AS n FROM deliveries WHERE broadcast_id = $1',
          [of],
        ),
      ).toEqual({ n: 0 });
    },
  );

  it('carries an unapproved text only as a test, marked [UJI], to the staff who requested it', () => {
    const marked = arrived.filter((message) => JSON.stringify(message).includes('MARK'));
    expect(marked.map(({ channel, to }) => ({ channel, to }))).toEqual([
      { channel: 'email', to: 'penulis@staff.example' },
    ]);
    expect(marked[0]?.text).toMatch(/^\[UJI\] MARK draft/);
  });
});

describe('a document that differs from the approved one', () => {
  let system: TestSystem;
  const lines: string[] = [];
  const logger = pino({ level: 'error' }, { write: (line: string) => void lines.push(line) });
  const start = (): Promise<Worker> =>
    startWorker({ ...system.config, CHANNEL: ['email', 'telegram', 'sms'] }, logger);
  const alter = (id: string, from: string, to: string): Promise<unknown> =>
    tamper(
      system.db.source,
      'UPDATE submissions SET document = replace(document, $2, $3) WHERE broadcast_id = $1',
      [id, from, to],
    );
  const told = (id: string): boolean =>
    lines.some((line) => line.includes('not what was approved') && line.includes(id));

  beforeEach(async () => {
    lines.length = 0;
    system = await testSystem({ contacts: 76, workers: 0 });
  });
  afterEach(() => system.stop());

  it('stops a broadcast before it begins; restored, it goes out', async () => {
    const id = await system.broadcast();
    await alter(id, 'cekdptonline.kpu.go.id', 'penipu.example');
    const worker = await start();
    try {
      // Waves are released one after the other; the worker reads the document for the first.
      await until(async () => {
        const states = await rows<{ state: string }>(
          system.db.source.manager,
          'SELECT DISTINCT state FROM waves WHERE broadcast_id = $1',
          [id],
        );
        return told(id) && states.length === 1 && states[0]?.state === 'released';
      });
      expect(await arrivals(system)).toEqual([]);
      expect((await system.progress(id)).total).toMatchObject({ targeted: 0, accepted: 0 });
      const code = await row<{ code: string }>(
        system.db.source.manager,
        'SELECT public_code AS code FROM broadcasts WHERE id = $1',
        [id],
      );
      const page = await (await fetch(`${system.config.PUBLIC_URL}/verify/${code?.code}`)).text();
      expect(page).not.toContain('penipu.example');

      await alter(id, 'penipu.example', 'cekdptonline.kpu.go.id');
      await system.until(id, completed);
      expect(await system.reconcile(id)).toEqual({ lost: 0, doubled: 0, strangers: 0 });
    } finally {
      await worker.stop();
    }
  });

  it('stops a running broadcast', async () => {
    for (const channel of ['email', 'telegram', 'sms'] as const)
      system.sandbox.faults.order({ channel, kind: channel === 'email' ? '4xx' : '5xx', share: 1 });
    const id = await system.broadcast();
    const first = await start();
    await system.until(
      id,
      ({ total }) => total.targeted > 0 && total.pending + total.suppressed === total.targeted,
    );
    await first.stop();
    const { targeted, pending } = (await system.progress(id)).total;
    expect(pending).toBeGreaterThan(0);
    await alter(id, 'cekdptonline.kpu.go.id', 'penipu.example');
    system.sandbox.faults.clear();
    const second = await start();
    try {
      await until(() => told(id));
      expect((await system.progress(id)).total).toMatchObject({ targeted, pending, accepted: 0 });
      expect(await arrivals(system)).toEqual([]);
    } finally {
      await second.stop();
    }
  });
});
