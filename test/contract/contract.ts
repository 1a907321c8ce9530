import type { Channel, EarlierMessage, OutgoingMessage, Outcome, Revisions } from '#channels';

/** What a provider may be told to do with the next hand-overs. */
export type Trouble =
  | 'away'
  | 'dead'
  | 'sender_at_fault'
  | 'slow_down'
  | 'no_answer'
  | 'reset_before_message'
  | 'reset_after_message';

/** A provider's sandbox, and the adapter under test connected to it. */
export interface Stand {
  channel: Channel;
  /** The same adapter, with a port on which nothing listens. */
  unreachable: Channel;
  /** Addresses of the provider's kind; the same number gives the same address. */
  address(number: number): string;
  /** Makes every hand-over fail in this way until `calm`. */
  order(trouble: Trouble): void;
  calm(): void;
  /** The messages received since the last call of `calm`. */
  arrived(): Promise<{ to: string; text: string }[]>;
  /**
   * The outcome that the adapter can report when the connection breaks before the provider has requested the message:
   * `unknown` for protocols that send it unrequested.
   */
  brokenBefore: 'retry' | 'unknown';
  stop(): Promise<void>;
}

/** A provider that lets messages be changed. */
export interface RevisingStand extends Stand {
  /** The messages as recipients see them now. */
  standing(): Promise<{ to: string; text: string }[]>;
  /** Ends the fault and nothing else. */
  clear(): void;
}

const TEXT =
  'Halo Ibu Wayan,\n\nTPS buka pukul 07.00–13.00 WITA & tutup <tepat> waktu.\n. Titik di awal baris.';

/** A message like those of broadcasts. */
export function message(to: string, more: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return {
    to,
    subject: 'Pemilu 14 Februari – “hari libur”',
    text: TEXT,
    html: '<p>Halo Ibu Wayan,</p>\n<p>TPS buka pukul 07.00–13.00 WITA.</p>',
    language: 'id',
    token: `71-42-${'0123456789abcdef'.repeat(2)}`,
    messageId: '71-42',
    broadcastId: '71',
    unsubscribeUrl: 'https://siar.go.id/unsubscribe/71-42-abc',
    verifyUrl: 'https://siar.go.id/verify/ABCDEFGHIJ',
    expiresAt: new Date(Date.now() + 3600_000),
    ...more,
  };
}

/** The contract of every adapter, for every provider. @param title where a channel has several providers */
export function adheresToTheContract(
  name: string,
  start: () => Promise<Stand>,
  title = `${name} adapter`,
): void {
  describe(`the ${title}`, () => {
    let stand: Stand;
    const send = (number = 1): Promise<Outcome> => stand.channel.send(message(stand.address(number)));

    beforeAll(async () => {
      stand = await start();
    });
    beforeEach(() => stand.calm());
    afterAll(() => stand.stop());

    it('has the name under which it is registered', () => {
      expect(stand.channel.name).toBe(name);
    });

    it('hands a message over unchanged, character for character', async () => {
      expect(await send()).toMatchObject({ kind: 'accepted', providerId: expect.any(String) });
      expect(await stand.arrived()).toEqual([{ to: stand.address(1), text: TEXT }]);
    });

    it('hands over many messages at once, each once', async () => {
      const numbers = Array.from({ length: 60 }, (_, index) => index + 1);
      const outcomes = await Promise.all(numbers.map(send));
      expect(outcomes.filter(({ kind }) => kind !== 'accepted')).toEqual([]);
      const received = (await stand.arrived()).map(({ to }) => to);
      expect(received.toSorted()).toEqual(numbers.map((number) => stand.address(number)).toSorted());
    });

    it.each([
      ['away', 'away'],
      ['dead', 'dead'],
      ['sender_at_fault', 'sender_at_fault'],
      ['slow_down', 'slow_down'],
    ] as const)('returns %s when the provider means that', async (trouble, kind) => {
      stand.order(trouble);
      const outcome = await send();
      expect(outcome).toMatchObject({ kind, reason: expect.stringMatching(/\d/) });
      if (outcome.kind === 'slow_down') expect(outcome.afterMs).toBeGreaterThan(0);
      expect(await stand.arrived()).toEqual([]);
    });

    it('returns unknown when the message was sent and no answer comes', async () => {
      stand.order('no_answer');
      expect(await send()).toMatchObject({ kind: 'unknown' });
      expect(await stand.arrived()).toHaveLength(1);
    });

    it('returns unknown when the connection breaks after the message', async () => {
      stand.order('reset_after_message');
      expect(await send()).toMatchObject({ kind: 'unknown' });
      expect(await stand.arrived()).toHaveLength(1);
    });

    it('distinguishes a connection that broke before the message was sent', async () => {
      stand.order('reset_before_message');
      expect(await send()).toMatchObject({ kind: stand.brokenBefore });
      expect(await stand.arrived()).toEqual([]);
    });

    it('returns away when nothing listens', async () => {
      expect(await stand.unreachable.send(message(stand.address(1)))).toMatchObject({
        kind: 'away',
        reason: expect.stringContaining('ECONNREFUSED'),
      });
    });

    it('recovers from every fault, and puts no address or text into a reason', async () => {
      const troubles: Trouble[] = [
        'dead',
        'slow_down',
        'reset_before_message',
        'away',
        'no_answer',
        'reset_after_message',
      ];
      for (const trouble of troubles) {
        stand.order(trouble);
        const outcomes = await Promise.all([send(1), send(2), send(3)]);
        for (const outcome of outcomes) {
          const reason = 'reason' in outcome ? outcome.reason : '';
          expect(reason).toMatch(/^[a-z]+ [\w. ]+$/);
          expect(reason).not.toContain(stand.address(1));
        }
        stand.calm();
        expect(await send()).toMatchObject({ kind: 'accepted' });
      }
    });

    it('probes whether the provider is available', async () => {
      await stand.channel.check();
      await expect(stand.unreachable.check()).rejects.toThrow('ECONNREFUSED');
      expect(await stand.arrived()).toEqual([]);
    });
  });
}

/** The additional contract of an adapter whose provider lets sent messages be changed. */
export function revisesByTheContract(name: string, start: () => Promise<RevisingStand>): void {
  describe(`the ${name} adapter, for messages already sent`, () => {
    let stand: RevisingStand;
    let earlier: EarlierMessage;
    const to = (): string => stand.address(1);
    const right = (): OutgoingMessage => message(to(), { text: 'TPS buka pukul 07.00 & tutup 13.00.' });
    const revisions = (): Revisions => {
      if (!stand.channel.revisions) throw new Error('it cannot');
      return stand.channel.revisions;
    };

    beforeAll(async () => {
      stand = await start();
    });
    beforeEach(async () => {
      stand.calm();
      const sent = await stand.channel.send(message(to()));
      if (sent.kind !== 'accepted' || sent.providerId === undefined) throw new Error('not accepted');
      earlier = { providerId: sent.providerId, sentAt: new Date() };
    });
    afterAll(() => stand.stop());

    it('replaces a message, once or twice with the same result', async () => {
      const { providerId } = earlier;
      for (let times = 0; times < 2; times++)
        expect(await revisions().edit(earlier, right())).toEqual({ kind: 'accepted', providerId });
      expect(await stand.standing()).toEqual([{ to: to(), text: right().text }]);
      expect(await stand.arrived()).toHaveLength(1);
    });

    it('deletes it', async () => {
      expect(revisions().deletableForMs).toBeGreaterThan(0);
      expect(await revisions().delete(earlier, to())).toMatchObject({ kind: 'accepted' });
      expect(await stand.standing()).toEqual([]);
      expect(await revisions().delete(earlier, to())).toMatchObject({ kind: 'gone' });
      expect(await revisions().edit(earlier, right())).toMatchObject({ kind: 'gone' });
    });

    it.each([
      ['away', 'away'],
      ['dead', 'dead'],
      ['sender_at_fault', 'sender_at_fault'],
      ['slow_down', 'slow_down'],
    ] as const)('returns %s as for a new message, and changes nothing', async (trouble, kind) => {
      stand.order(trouble);
      expect(await revisions().edit(earlier, right())).toMatchObject({ kind, reason: expect.any(String) });
      expect(await revisions().delete(earlier, to())).toMatchObject({ kind });
      expect(await stand.standing()).toEqual([{ to: to(), text: TEXT }]);
    });

    it.each(['no_answer', 'reset_after_message', 'reset_before_message'] as const)(
      'may be called again after %s',
      async (trouble) => {
        stand.order(trouble);
        expect(await revisions().edit(earlier, right())).toMatchObject({ kind: 'away' });
        stand.clear();
        expect(await revisions().edit(earlier, right())).toMatchObject({ kind: 'accepted' });
        expect(await stand.standing()).toEqual([{ to: to(), text: right().text }]);
        stand.order(trouble);
        expect(await revisions().delete(earlier, to())).toMatchObject({ kind: 'away' });
        stand.clear();
        expect(await revisions().delete(earlier, to())).toMatchObject({
          kind: expect.stringMatching(/accepted|gone/),
        });
        expect(await stand.standing()).toEqual([]);
      },
    );
  });
}
