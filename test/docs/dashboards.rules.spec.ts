import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { metricNames } from '../factories/metric-names.js';

interface Panel {
  id: number;
  title: string;
  type: string;
  targets?: { expr: string }[];
}

const FOLDER = 'deploy/grafana';
const metrics = metricNames();

describe.each(readdirSync(FOLDER))('%s', (file) => {
  const { panels } = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as { panels: Panel[] };
  const drawn = panels.filter(({ type }) => type !== 'row');

  it('has panels, each with a number and a title of its own', () => {
    expect(drawn.length).toBeGreaterThan(10);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
  });

  it.each(drawn.map((panel) => [panel.title, panel] as const))(
    '"%s" asks for metrics that exist',
    (_, { targets }) => {
      const asked = (targets ?? []).flatMap(({ expr }) =>
        [...expr.matchAll(/\bsiar_[a-z_]+/g)].map(([name]) => name),
      );
      expect(
        asked.filter(
          (name) => !metrics.has(name.replace(/_(?:count|bucket|sum)$/, '')) && !metrics.has(name),
        ),
      ).toEqual([]);
      expect(targets?.length).toBeGreaterThan(0);
    },
  );
});
