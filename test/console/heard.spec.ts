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

  it('names a word that is missing in between, and nothing that was only not read out', () => {
    const missing = (text: string, grave: 'link' | null = null) =>
      ({ kind: 'missing', text, grave }) as const;
    const same = (text: string) => ({ kind: 'same', text, grave: null }) as const;
    const pieces = [
      missing('KPU'),
      same('Anda'),
      missing('tidak'),
      same('perlu'),
      missing('siar.go.id/X', 'link'),
    ];
    expect(gravest(pieces)).toEqual(['gone.word']);
    expect(gravest([missing('KPU'), same('Anda'), missing('.'), same('perlu')])).toEqual([]);
    const added = { kind: 'added', text: 'harus', grave: null } as const;
    expect(gravest([same('Anda'), added, missing('tidak')])).toEqual(['grave.word']);
  });
});
