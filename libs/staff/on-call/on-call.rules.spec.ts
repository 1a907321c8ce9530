import { emptyRotas, type Manned } from './on-call.rules.js';

describe('the roles of the on-call list that an admin has to fill', () => {
  const rota: Manned = { role: 'operator', fits: true, own: 0, elsewhere: 0, ready: 0, awaited: [] };

  it('include a role in which nobody at all is on call, even where nobody can be added', () => {
    expect(emptyRotas([rota, { ...rota, role: 'reviewer', fits: false }])).toEqual(['operator']);
    expect(emptyRotas([{ ...rota, own: 1 }])).toEqual([]);
  });

  it('include a role that others cover while the own office has people for it', () => {
    expect(emptyRotas([{ ...rota, elsewhere: 2, ready: 1 }])).toEqual(['own-operator']);
    expect(emptyRotas([{ ...rota, elsewhere: 2, awaited: [{}] }])).toEqual(['own-operator']);
    expect(emptyRotas([{ ...rota, elsewhere: 2 }])).toEqual([]);
  });
});
