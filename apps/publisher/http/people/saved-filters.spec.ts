import { type TestPublisher, testPublisher } from '../../../../test/factories/publisher.js';
import { type Ask, signIn } from '../../../../test/factories/staff.js';

interface Filter {
  id: string;
  name: string;
  query: string;
  shared: boolean;
  by: string | null;
}

describe('saved filters', () => {
  let publisher: TestPublisher;
  let author: Ask, colleague: Ask, elsewhere: Ask;
  beforeAll(async () => {
    publisher = await testPublisher();
    author = await signIn(publisher.url, 'penulis');
    colleague = await signIn(publisher.url, 'operator');
    elsewhere = await signIn(publisher.url, 'kpu-nasional');
  });
  afterAll(() => publisher.stop());

  const save = (ask: Ask, name: string, query: string, shared = false) =>
    ask<Filter & { code?: string }>('POST', '/api/v1/saved-filters', { name, query, shared });
  const seen = async (ask: Ask): Promise<[string, string, string | null][]> =>
    (await ask<{ filters: Filter[] }>('GET', '/api/v1/saved-filters')).body.filters.map(
      ({ name, query, by }) => [name, query, by],
    );

  it('are the own ones, and those that colleagues share', async () => {
    await save(author, 'Rekap', 'search=rekap');
    await save(author, 'Mendesak', 'kind=urgent', true);
    await save(colleague, 'Berjalan', 'state=running');
    expect(await seen(author)).toEqual([
      ['Mendesak', 'kind=urgent', null],
      ['Rekap', 'search=rekap', null],
    ]);
    expect(await seen(colleague)).toEqual([
      ['Berjalan', 'state=running', null],
      ['Mendesak', 'kind=urgent', 'Penulis Kementerian'],
    ]);
    expect(await seen(elsewhere)).toEqual([]);
  });

  it('replace the own one of the same name', async () => {
    await save(author, ' Rekap ', 'search=rekapitulasi');
    expect(await seen(author)).toContainEqual(['Rekap', 'search=rekapitulasi', null]);
    expect(await seen(author)).toHaveLength(2);
  });

  it('are deleted by their owner alone', async () => {
    const { body } = await save(author, 'Berbagi', 'kind=correction', true);
    expect((await colleague('DELETE', `/api/v1/saved-filters/${body.id}`)).status).toBe(404);
    expect((await author('DELETE', `/api/v1/saved-filters/${body.id}`)).status).toBe(204);
    expect((await author('DELETE', `/api/v1/saved-filters/${body.id}`)).status).toBe(404);
  });

  it('are at most fifty a person, and have the form of a query', async () => {
    for (let no = (await seen(elsewhere)).length; no < 50; no += 1)
      await save(elsewhere, `Ke-${no}`, 'state=draft');
    const one = await save(elsewhere, 'Lebih', 'state=draft');
    expect([one.status, one.body.code]).toEqual([409, 'too-many-filters']);
    expect((await save(elsewhere, 'Ke-7', 'state=running')).status).toBe(200);
    for (const query of ['', '?state=draft', 'a b', 'state=draft#x'])
      expect((await save(author, 'Salah', query)).status).toBe(400);
  });
});
