import { correctionWords, headlineOf } from './heard.rules.js';

describe('a message with a correction that was taken back', () => {
  it('is headed by what holds once the companion of that holds', () => {
    expect(headlineOf('wrong', 'again')).toBe('again');
    expect([headlineOf('wrong', null), headlineOf('withdrawn', 'same')]).toEqual(['wrong', 'withdrawn']);
  });

  it('is not said to have that as its newest correction', () => {
    expect(correctionWords('wrong')).toBe('helpdesk.takenBackCode');
    expect(correctionWords('corrected')).toBe('helpdesk.correctedBy');
  });
});
