import { begin, changedFields, edited } from './draft.js';
import { newDraft } from '#contract/api/message';

describe('the fields an edit changes', () => {
  const draft = begin(
    newDraft.parse({
      title: 'Jam buka TPS',
      channels: ['email', 'sms'],
      contents: { email: { id: { subject: 'TPS', body: 'Buka 07.00' } } },
      audience: { regions: ['11'] },
      schedule: { at: '2026-11-29T09:00', expires: '2026-11-29T20:00' },
    }),
  );

  it('are those whose value differs, although a form sends all its fields', () => {
    const { kind: _, ...rest } = draft;
    const schedule = { at: '2026-11-29T09:00', expires: '2026-11-29T18:00' };
    const next = edited(draft, { version: 3, ...rest, schedule, neutral: false, electionId: null });
    expect(changedFields(draft, next)).toEqual(['schedule']);
  });

  it('are none when only the order of keys differs, as PostgreSQL keeps them', () => {
    const contents = { email: { id: { body: 'Buka 07.00', subject: 'TPS' } } };
    expect(changedFields(draft, { ...draft, contents })).toEqual([]);
  });

  it('include removed fields', () => {
    expect(changedFields(draft, edited(draft, { version: 3, schedule: null }))).toEqual(['schedule']);
  });
});
