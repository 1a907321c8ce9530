import { Box, Group, Stack, Text, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import map from '../../parts/province-map.module.css';
import { TILE_BLOCKS } from '../../parts/province-tiles';
import { useRegions } from '../../parts/regions';
import { number } from '../../times';
import classes from './change-map.module.css';

type Change = 'stays' | 'comes' | 'goes' | 'none';

/** Said by more than a colour. */
const SIGNS: Record<Change, string> = { stays: '✓', comes: '+', goes: '−', none: '' };

/** The provinces of an audience before and after, on one map. @param before codes of regions */
export function ChangeMap({ before, after }: { before: readonly string[]; after: readonly string[] }) {
  const { t } = useTranslation();
  const known = useRegions();
  const [was, is] = [provinces(before), provinces(after)];
  const changeOf = (code: string): Change =>
    was.has(code) ? (is.has(code) ? 'stays' : 'goes') : is.has(code) ? 'comes' : 'none';
  return (
    <Stack gap="xs" component="section" aria-label={t('changeMap.title')}>
      <Box className={map.room} aria-hidden>
        <Group className={map.map} align="flex-start">
          {TILE_BLOCKS.map(({ name, columns, firstColumn, tiles }) => (
            <Box key={name} className={map.block}>
              <Text size="xs" fw={600} c="dimmed" mb={4}>
                {name}
              </Text>
              <Box className={map.grid} style={{ '--columns': columns }}>
                {tiles.map(({ code, short, column, row }) => (
                  <div
                    key={code}
                    className={`${map.tile} ${classes[changeOf(code)]}`}
                    title={known.get(code)?.name ?? short}
                    style={{ gridColumn: column - firstColumn + 1, gridRow: row + 1 }}
                  >
                    <span className={classes.sign}>{SIGNS[changeOf(code)]}</span>
                    <span className={map.name}>{short}</span>
                  </div>
                ))}
              </Box>
            </Box>
          ))}
        </Group>
      </Box>
      {/* The names stand in the sentence above. */}
      <VisuallyHidden>
        {t('changeMap.said', { before: number(was.size), after: number(is.size) })}
      </VisuallyHidden>
      <Group gap="md" aria-hidden>
        {(['comes', 'stays', 'goes'] as const).map((change) => (
          <Text size="sm" key={change}>
            {SIGNS[change]} {t(`changeMap.${change}`)}
          </Text>
        ))}
      </Group>
    </Stack>
  );
}

const provinces = (codes: readonly string[]): Set<string> => new Set(codes.map((code) => code.slice(0, 2)));
