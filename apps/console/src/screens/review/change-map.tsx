import { Box, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { TILE_BLOCKS } from '../../parts/regions/province-tiles';
import { useRegions } from '../../parts/regions/regions';
import { number } from '../../times';
import classes from './change-map.module.css';

type Change = 'stays' | 'comes' | 'goes';

/** A sign in addition to the colour. */
const SIGNS: Record<Change, string> = { stays: '✓', comes: '+', goes: '−' };

/** The provinces of an audience before and after, each on a map of its own. @param before codes of regions */
export function ChangeMap({ before, after }: { before: readonly string[]; after: readonly string[] }) {
  const { t } = useTranslation();
  const [was, is] = [provinces(before), provinces(after)];
  return (
    <Stack gap="xs" component="section" aria-label={t('changeMap.title')}>
      <Box className={classes.pair}>
        <Provinces
          title={t('changeMap.before', { provinces: number(was.size) })}
          of={was}
          beside={is}
          else="goes"
        />
        <Provinces
          title={t('changeMap.after', { provinces: number(is.size) })}
          of={is}
          beside={was}
          else="comes"
        />
      </Box>
      <Group gap="md" aria-hidden>
        {(['stays', 'goes', 'comes'] as const).map((change) => (
          <Text size="sm" key={change}>
            {SIGNS[change]} {t(`changeMap.${change}`)}
          </Text>
        ))}
      </Group>
    </Stack>
  );
}

/**
 * One small map; the sentence above and the tooltips have the names.
 * @param else the change of provinces that the other map lacks
 */
function Provinces({
  title,
  of,
  beside,
  else: alone,
}: {
  title: string;
  of: ReadonlySet<string>;
  beside: ReadonlySet<string>;
  else: Change;
}) {
  const known = useRegions();
  const changeOf = (code: string): Change | null =>
    of.has(code) ? (beside.has(code) ? 'stays' : alone) : null;
  return (
    <Box className={classes.room}>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <Box className={classes.map} aria-hidden>
        {TILE_BLOCKS.map(({ name, columns, firstColumn, tiles }) => (
          <Box key={name}>
            <Text size="xs" c="dimmed">
              {name}
            </Text>
            <Box className={classes.grid} style={{ '--columns': columns }}>
              {tiles.map(({ code, short, column, row }) => {
                const change = changeOf(code);
                return (
                  <div
                    key={code}
                    className={`${classes.tile} ${change ? classes[change] : ''}`}
                    title={known.get(code)?.name ?? short}
                    style={{ gridColumn: column - firstColumn + 1, gridRow: row + 1 }}
                  >
                    {change && SIGNS[change]}
                  </div>
                );
              })}
            </Box>
          </Box>
        ))}
      </Box>
    </Box>
  );
}

const provinces = (codes: readonly string[]): Set<string> => new Set(codes.map((code) => code.slice(0, 2)));
