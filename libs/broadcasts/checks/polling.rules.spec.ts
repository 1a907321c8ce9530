import { lastPollingDate } from './polling.rules.js';

const contest = (regionCode: string | null, pollingDate: string | null) => ({
  office: 'governor' as const,
  regionCode,
  pollingDate,
  contestants: [],
});
const ELECTION = {
  pollingDate: '2024-11-27',
  contests: [contest('31', null), contest('91.71', '2025-04-16'), contest('LN', '2024-11-20')],
};

describe('the last polling date of an audience', () => {
  it.each([
    ['nobody in particular', [], '2025-04-16'],
    ['who votes with everybody', ['31'], '2024-11-27'],
    ['in whose midst some vote again', ['31', '91'], '2025-04-16'],
    ['who votes again', ['91.71'], '2025-04-16'],
    ['who votes early', ['LN'], '2024-11-27'],
  ])('is the latest of its regions: %s', (_, audience, last) => {
    expect(lastPollingDate(ELECTION, audience)).toBe(last);
  });

  it('is a later national date for everybody', () => {
    const again = { ...ELECTION, contests: [contest(null, '2025-01-08')] };
    expect(lastPollingDate(again, ['31'])).toBe('2025-01-08');
  });
});
