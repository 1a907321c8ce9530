import { gravest } from '../../apps/console/src/screens/helpdesk/heard.rules.js';

describe('warnings about a text that a caller reads out', () => {
  it('names each changed place that deceives people', () => {
    const pieces = [
      { kind: 'same', text: 'Rabu', grave: 'date' },
      { kind: 'missing', text: '07.00', grave: 'number' },
      { kind: 'missing', text: 'kpu.go.id', grave: 'link' },
      { kind: 'added', text: 'kpu-go.id', grave: 'link' },
    ] as const;
    expect(gravest(pieces)).toEqual(['grave.link', 'gone.number']);
  });
});
