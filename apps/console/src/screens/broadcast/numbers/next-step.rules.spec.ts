import { nextStepOf } from './next-step.rules.js';

describe('the next step about a broadcast', () => {
  const held = (kind: 'stopped' | 'braked' | 'paused' | 'slowed', cause: string, channel: string) => ({
    kind,
    cause,
    channel,
    waves: 1,
    of: 1,
  });
  const none = {
    obstacles: [],
    trial: null,
    uncertain: false,
    failing: [],
    again: null,
    byKpu: false,
    operator: true,
    author: false,
  };
  const brake = held('braked', 'brake', 'sms');
  const away = held('slowed', 'away', 'email');
  const pause = held('paused', 'broadcast', 'telegram');
  const inDoubt = { ...held('paused', 'broadcast', 'sms'), doubted: true };
  const stop = held('stopped', 'emergency', 'sms');
  const slow = held('slowed', 'slow-down', 'sms');

  it.each([
    ['nothing where nothing is wrong', none, null],
    ['nothing about what ends by itself', { ...none, obstacles: [slow] }, null],
    ['the brake before an outage', { ...none, obstacles: [pause, away, brake] }, 'brake'],
    ['waits for a trial', { ...none, obstacles: [brake], trial: 'running' as const }, 'trial'],
    ['lets the rest go after it', { ...none, obstacles: [brake], trial: 'passed' as const }, 'passed'],
    [
      'the cause again where it failed',
      { ...none, obstacles: [brake], trial: 'refused' as const },
      'refused',
    ],
    ['nor is it waited for', { ...none, obstacles: [brake], trial: 'later' as const }, 'refused'],
    ['an outage before a pause', { ...none, obstacles: [pause, away] }, 'away'],
    ['a pause', { ...none, obstacles: [pause], uncertain: true }, 'paused'],
    ['KPU where it doubts', { ...none, obstacles: [inDoubt], byKpu: true, operator: false }, 'kpu'],
    [
      'KPU, also for operators and authors',
      { ...none, obstacles: [inDoubt], byKpu: true, author: true },
      'kpu',
    ],
    ['no decision of KPU on a pause without doubt', { ...none, obstacles: [pause], byKpu: true }, 'paused'],
    [
      'its author, where it is in doubt',
      { ...none, obstacles: [inDoubt], operator: false, author: true },
      'doubtAuthor',
    ],
    ['that decision for operators, who do not resume before', { ...none, obstacles: [inDoubt] }, 'doubt'],
    ['that decision for everybody else', { ...none, obstacles: [inDoubt], operator: false }, 'doubtOthers'],
    ['a doubt before the brake and an outage', { ...none, obstacles: [brake, away, inDoubt] }, 'doubt'],
    ['the end of the stop before a doubt', { ...none, obstacles: [stop, inDoubt] }, 'emergency'],
    ['an operator for everybody else', { ...none, obstacles: [away], operator: false }, 'operator'],
    [
      'its author, where everything is stopped',
      { ...none, obstacles: [stop], operator: false },
      'allStopped',
    ],
    ['the end of the stop, for operators', { ...none, obstacles: [away, stop] }, 'emergency'],
    ['causes before uncertain copies', { ...none, uncertain: true, failing: ['sms'] }, 'failing'],
    [
      'what can be sent again before its causes',
      { ...none, failing: ['sms'], again: { channels: ['sms'], copies: 200 } },
      'resend',
    ],
    [
      'nothing sent again while another channel fails',
      { ...none, failing: ['email'], again: { channels: ['sms'], copies: 200 } },
      'failing',
    ],
    [
      'an operator who sends it again',
      { ...none, operator: false, again: { channels: ['sms'], copies: 200 } },
      'resendAsk',
    ],
    ['uncertain copies', { ...none, uncertain: true }, 'uncertain'],
    ['nothing where only an operator decides', { ...none, uncertain: true, operator: false }, null],
  ] as const)('is %s', (_, of, what) => expect(nextStepOf(of)?.what ?? null).toBe(what));

  it('names each channel once', () => {
    const both = { ...none, obstacles: [away, away, held('slowed', 'away', 'sms')] };
    expect(nextStepOf(both)?.channels).toEqual(['email', 'sms']);
  });
});
