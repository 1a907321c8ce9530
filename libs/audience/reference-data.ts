import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { getProvinces, getRegencies } from 'idn-area-data';
import { z } from 'zod';
import { languageWords } from '#contract/api/languages';
import { rows, type Tx } from '#platform/database';
import { projectRoot } from '#platform/program';
import { contestsOf, type Election, electionFile } from './elections/election.js';
import type { Region } from '#contract/api/elections';
import { regionName } from './regions/regions.rules.js';

const DATA = join(projectRoot, 'libs/audience/data');

const csvRow = z.object({
  code: z.string(),
  name: z.string().min(1),
  time_zone: z
    .string()
    .refine((zone) => Intl.supportedValuesOf('timeZone').includes(zone), 'is no IANA time zone'),
  registered_voters_2024: z.string().transform((text) => (text === '' ? null : Number(text))),
});

/**
 * Every region there is: 38 provinces, 514 regencies and cities (idn-area-data, ODbL), and overseas.
 *
 * A regency has its province's time zone: Keppres 41/1987 drew the three zones along province borders, moving the last
 * provinces that had been split (West and Central Kalimantan wholly to WIB, Bali to WITA), and every province founded
 * since lies within one zone. So no regency differs from its province.
 * @throws Error when the province file and idn-area-data do not name the same provinces
 */
async function readRegions(): Promise<Region[]> {
  const [provinces, overseas, officialProvinces, officialRegencies] = await Promise.all([
    readCsv('provinces.csv'),
    readCsv('overseas.csv'),
    getProvinces(),
    getRegencies(),
  ]);
  const names = new Map(officialProvinces.map(({ code, name }) => [code, name]));
  const zones = new Map(provinces.map(({ code, time_zone }) => [code, time_zone]));
  const strangers = [...names.keys()].filter((code) => !zones.has(code));
  if (strangers.length > 0 || names.size !== zones.size) {
    throw new Error(`provinces.csv and idn-area-data differ: ${strangers.join(', ') || 'one has more'}`);
  }
  return [
    ...provinces.map(({ code, name, time_zone, registered_voters_2024 }): Region => ({
      code,
      parentCode: null,
      kind: 'province',
      name: regionName(names.get(code) ?? name),
      timeZone: time_zone,
      registeredVoters: registered_voters_2024,
    })),
    ...officialRegencies.map(({ code, name, province_code }): Region => {
      const timeZone = zones.get(province_code);
      if (timeZone === undefined) throw new Error(`Regency ${code} lies in no province of provinces.csv`);
      return {
        code,
        parentCode: province_code,
        kind: 'regency',
        name: regionName(name),
        timeZone,
        registeredVoters: null,
      };
    }),
    ...overseas.map(({ code, name, time_zone, registered_voters_2024 }): Region => ({
      code,
      parentCode: code === 'LN' ? null : 'LN',
      kind: 'overseas',
      name,
      timeZone: time_zone,
      registeredVoters: registered_voters_2024,
    })),
  ];
}

/** The validated elections of elections.json, with each contest expanded to its regions. @throws ZodError */
async function readElections(regions: Region[]): Promise<Election[]> {
  const file = electionFile.parse(JSON.parse(await readFile(join(DATA, 'elections.json'), 'utf8')));
  return file.map((election) => ({
    ...election,
    lookupLink: null,
    moveDeadline: null,
    contests: election.contests.flatMap((contest) => contestsOf(contest, regions)),
  }));
}

const languageFile = z.array(languageWords.extend({ code: z.string(), source: z.string() }));

/**
 * The proposed languages of languages.json. No native reader has approved them: none is live, and what their sources do
 * not say is empty. @throws ZodError
 */
const readLanguages = async (): Promise<z.infer<typeof languageFile>> =>
  languageFile.parse(JSON.parse(await readFile(join(DATA, 'languages.json'), 'utf8')));

/**
 * Updates regions and elections from the data files, and proposes the languages that nobody has proposed; idempotent.
 * Deletes nothing, and keeps KPU's edits.
 */
export async function loadReferenceData(tx: Tx): Promise<void> {
  const regions = await readRegions();
  await tx.query(
    `INSERT INTO regions AS old (code, parent_code, kind, name, time_zone, registered_voters)
     SELECT * FROM jsonb_to_recordset($1) AS new
       (code text, "parentCode" text, kind text, name text, "timeZone" text, "registeredVoters" integer)
     ON CONFLICT (code) DO UPDATE SET (parent_code, kind, name, time_zone, registered_voters) =
       (excluded.parent_code, excluded.kind, excluded.name, excluded.time_zone, excluded.registered_voters)
     WHERE old IS DISTINCT FROM excluded`,
    [JSON.stringify(regions)],
  );
  const elections = await readElections(regions);
  await tx.query(
    `INSERT INTO elections AS old (id, name, round, polling_date, polling_opens, polling_closes, quiet_from, quiet_to)
     SELECT * FROM jsonb_to_recordset($1) AS new (id text, name text, round text, "pollingDate" date,
       "pollingOpens" time, "pollingCloses" time, "quietFrom" date, "quietTo" date)
     ON CONFLICT (id) DO UPDATE SET (name, round, polling_date, polling_opens, polling_closes, quiet_from, quiet_to) =
       (excluded.name, excluded.round, excluded.polling_date, excluded.polling_opens, excluded.polling_closes,
        excluded.quiet_from, excluded.quiet_to)
     WHERE old.edited_at IS NULL AND (old.name, old.round, old.polling_date, old.polling_opens, old.polling_closes, old.quiet_from, old.quiet_to)
       IS DISTINCT FROM (excluded.name, excluded.round, excluded.polling_date, excluded.polling_opens, excluded.polling_closes,
         excluded.quiet_from, excluded.quiet_to)`,
    [JSON.stringify(elections)],
  );
  const edited = await rows<{ id: string }>(tx, 'SELECT id FROM elections WHERE edited_at IS NOT NULL');
  const untouched = elections.filter(({ id }) => !edited.some((one) => one.id === id));
  const contests = untouched.flatMap(({ id, contests }) =>
    contests.map((contest) => ({ ...contest, election: id })),
  );
  const file = `jsonb_to_recordset($1) AS file
    (election text, office text, "regionCode" text, "pollingDate" date, contestants jsonb)`;
  await tx.query(
    `INSERT INTO contests AS old (election_id, office, region_code, polling_date)
     SELECT election, office, "regionCode", "pollingDate" FROM ${file}
     ON CONFLICT (election_id, office, region_code) DO UPDATE SET polling_date = excluded.polling_date
     WHERE old.polling_date IS DISTINCT FROM excluded.polling_date`,
    [JSON.stringify(contests)],
  );
  await tx.query(
    `INSERT INTO contestants (contest_id, number, name)
     SELECT c.id, who.number, who.name
     FROM ${file}
     JOIN contests c ON c.election_id = file.election AND c.office = file.office
       AND c.region_code IS NOT DISTINCT FROM file."regionCode"
     CROSS JOIN jsonb_to_recordset(file.contestants) AS who (number smallint, name text)
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(contests)],
  );
  await proposeLanguages(tx);
}

/** Languages that already have a version stay as they are, whatever became of it. */
async function proposeLanguages(tx: Tx): Promise<void> {
  await tx.query(
    `INSERT INTO languages (code, version, own_name, indonesian_name, english_name, direction, days, months, nameless,
       consent_data, consent_messages, source)
     SELECT code, 1, "ownName", name->>'id', name->>'en', direction, days, months, nameless, consent->>'data',
       consent->>'messages', source
     FROM jsonb_to_recordset($1) AS file (code text, "ownName" text, name jsonb, direction text, days text[], months text[],
       nameless text, consent jsonb, source text)
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(await readLanguages())],
  );
}

async function readCsv(file: string): Promise<z.infer<typeof csvRow>[]> {
  return z.array(csvRow).parse(parse(await readFile(join(DATA, file)), { columns: true, bom: true }));
}
