import { Box, Group, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { type KeyboardEvent, memo, type ReactNode, useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Outcome } from './outcome.rules';
import shades from './outcome.module.css';
import classes from './province-map.module.css';
import { followArrows, type ProvinceTile, TILE_BLOCKS, TILES } from './province-tiles';
import { useRegions } from './regions';

/** Whether a tile is chosen; `mixed`: a part of it. */
export type Choice = boolean | 'mixed';

/**
 * The 38 provinces as tiles in their geographic order, a block for each clock; blocks are stacked where they do not fit
 * side by side. One tile is in the tab order, arrow keys lead to the others.
 * @param content what a tile shows below its name; strings and unchanging elements render fastest
 * @param about the description of a tile for screen readers, after its name, such as `12.000 orang`
 * @param choice the chosen tiles, where tiles can be chosen: they are checkboxes then, else buttons
 * @param drawn the tile's colour, as on the map of the islands; never the only carrier of a meaning
 * @param onPress a stable function (`useCallback`): another function redraws every tile
 */
export function ProvinceMap({
  label,
  content,
  about,
  choice,
  drawn,
  onPress,
}: {
  label: string;
  content?: (code: string) => ReactNode;
  about?: (code: string) => string;
  choice?: (code: string) => Choice;
  drawn?: (code: string) => { outcome: Outcome; level: number };
  onPress: (code: string) => void;
}) {
  const { t } = useTranslation();
  const known = useRegions();
  const [current, setCurrent] = useState(TILES[0]?.code ?? '');
  const root = useRef<HTMLDivElement>(null);
  const follow = (event: KeyboardEvent): void =>
    followArrows(event, current, (code) =>
      root.current?.querySelector<HTMLElement>(`[data-province="${code}"]`)?.focus(),
    );
  const focused = useCallback((code: string) => setCurrent(code), []);
  return (
    <Box ref={root} className={classes.room} role="group" aria-label={label} onKeyDown={follow}>
      <VisuallyHidden>{t('map.keys')}</VisuallyHidden>
      <Group className={classes.map} align="flex-start">
        {TILE_BLOCKS.map(({ name, columns, firstColumn, tiles }) => (
          <Box key={name} className={classes.block}>
            <Text size="xs" fw={600} c="dimmed" mb={4}>
              {name}
            </Text>
            <Box className={classes.grid} style={{ '--columns': columns }}>
              {tiles.map((tile) => (
                <Tile
                  key={tile.code}
                  tile={tile}
                  column={tile.column - firstColumn + 1}
                  name={known.get(tile.code)?.name ?? tile.short}
                  about={about?.(tile.code)}
                  checked={choice?.(tile.code)}
                  outcome={drawn?.(tile.code).outcome}
                  level={drawn?.(tile.code).level}
                  inOrder={tile.code === current}
                  onPress={onPress}
                  onFocus={focused}
                >
                  {content?.(tile.code)}
                </Tile>
              ))}
            </Box>
          </Box>
        ))}
      </Group>
    </Box>
  );
}

const Tile = memo(function Tile({
  tile: { code, short, row },
  column,
  name,
  about,
  checked,
  outcome,
  level,
  inOrder,
  onPress,
  onFocus,
  children,
}: {
  tile: ProvinceTile;
  column: number;
  name: string;
  about: string | undefined;
  checked: Choice | undefined;
  outcome: Outcome | undefined;
  level: number | undefined;
  inOrder: boolean;
  onPress: (code: string) => void;
  onFocus: (code: string) => void;
  children: ReactNode;
}) {
  return (
    <UnstyledButton
      className={`${classes.tile} ${outcome === undefined ? '' : `${classes.drawn} ${shades.drawn}`}`}
      style={{ gridColumn: column, gridRow: row + 1 }}
      data-outcome={outcome}
      data-level={level}
      data-province={code}
      title={name}
      tabIndex={inOrder ? 0 : -1}
      {...(checked === undefined ? {} : { role: 'checkbox', 'aria-checked': checked })}
      onClick={() => onPress(code)}
      onFocus={() => onFocus(code)}
    >
      {/* Not a label of its own: a label must contain the text visible on the tile (WCAG 2.5.3). */}
      <VisuallyHidden>{about ? `${name}, ${about}` : name}</VisuallyHidden>
      <span className={classes.mark} aria-hidden>
        {checked === true && '✓'}
        {checked === 'mixed' && '–'}
      </span>
      <span className={classes.name}>{short}</span>
      {children}
    </UnstyledButton>
  );
});
