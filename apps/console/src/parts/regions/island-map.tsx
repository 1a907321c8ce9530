import { Anchor, Box, Group, Text, VisuallyHidden } from '@mantine/core';
import { geoIdentity, geoPath } from 'd3-geo';
import { memo, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { type Outcome, OUTCOME_SIGNS, STEPS } from './outcome.rules';
import { hasSign, MapPauseSign, OutcomeSign } from './outcome-sign';
import classes from './island-map.module.css';
import shades from './outcome.module.css';
import { isWithin, viewOf } from './island-view.rules';
import { followArrows, TILES } from './province-tiles';
import drawn from './provinces.topo.json';
import { useRegions } from './regions';

const WIDTH = 1000;
const HEIGHT = 392;
const WHOLE = { x: 0, y: 0, width: WIDTH, height: HEIGHT };
const SOURCE = 'https://github.com/denyherianto/indonesia-geojson-topojson-maps-with-38-provinces';
const LICENCE = 'https://creativecommons.org/licenses/by/4.0/';
/** Provinces below this area, in square units of the drawing, have a larger place to press. */
const SMALL = 220;

interface Outline {
  d: string;
  /** Where its sign stands. */
  x: number;
  y: number;
  small: boolean;
  bounds: ReturnType<ReturnType<typeof geoPath>['bounds']>;
}

/** The outline of each province, by its code. The lines are flat: at the equator no projection is needed. */
const OUTLINES: ReadonlyMap<string, Outline> = outlines();

function outlines(): Map<string, Outline> {
  const topology = drawn as unknown as Topology<{ provinces: GeometryCollection }>;
  const provinces = feature(topology, topology.objects.provinces);
  const path = geoPath(geoIdentity().reflectY(true).fitSize([WIDTH, HEIGHT], provinces)).digits(1);
  return new Map(
    provinces.features.flatMap((one): [string, Outline][] => {
      const d = path(one);
      if (d === null || one.id === undefined) return [];
      // The sign stands on the largest island, not in the sea between several.
      const { geometry } = one;
      const parts =
        geometry.type === 'MultiPolygon'
          ? geometry.coordinates.map((coordinates) => ({ type: 'Polygon' as const, coordinates }))
          : [geometry];
      const largest = parts.reduce((best, part) => (path.area(part) > path.area(best) ? part : best));
      const [x, y] = path.centroid(largest);
      return [[String(one.id), { d, x, y, small: path.area(one) < SMALL, bounds: path.bounds(one) }]];
    }),
  );
}

/** How a province is drawn. */
export interface Drawn {
  outcome: Outcome;
  /** How far it is, as an index of {@link STEPS}. */
  level: number;
}

/**
 * The 38 provinces in their outlines. Colour and sign say how each stands; the tiles beside it have the numbers. One
 * province is in the tab order, arrow keys lead to the others.
 * @param about the description of a province for screen readers, after its name
 * @param onPress opens its numbers; without it the map is a picture
 */
export function IslandMap({
  label,
  drawn: drawnAs,
  about,
  chosen,
  everywhere = null,
  lowest = null,
  onPress,
}: {
  label: string;
  drawn: (code: string) => Drawn;
  about: (code: string) => string;
  chosen?: string | null;
  /** What is paused in every province, in words: said once, instead of by a sign on each; null: nothing is. */
  everywhere?: string | null;
  /** The province that was reached least, where it stands out: the legend names it; null: none does. */
  lowest?: { code: string; percent: number } | null;
  onPress?: (code: string) => void;
}) {
  const { t } = useTranslation();
  const known = useRegions();
  const hatch = useId();
  const [current, setCurrent] = useState(TILES[0]?.code ?? '');
  const root = useRef<SVGSVGElement>(null);
  const all = TILES.map(({ code }) => ({ code, ...drawnAs(code) }));
  const ids = { held: `${hatch}-held` };
  // Of a broadcast to some provinces these are shown, large enough to be told apart.
  const view = viewOf(
    all.flatMap(({ code, outcome }) => {
      const at = OUTLINES.get(code);
      return at && outcome !== 'none' ? [at.bounds] : [];
    }),
    WHOLE,
  );
  const scale = view.width / WIDTH;
  const shown = all.filter(({ code }) => {
    const at = OUTLINES.get(code);
    return at && isWithin(at.bounds, view);
  });
  // One sign on each of them says no more than the legend does.
  const signs = new Set(shown.flatMap(({ outcome }) => (outcome === 'none' ? [] : outcome)));
  const alike = signs.size === 1 && shown.length > 1;
  return (
    <figure className={classes.figure}>
      <Box className={classes.room}>
        <svg
          ref={root}
          viewBox={`${view.x} ${view.y} ${view.width} ${view.height}`}
          className={classes.map}
          // What lies beside the part that is shown would be drawn over the page.
          style={{ overflow: scale < 1 ? 'hidden' : 'visible' }}
          {...(onPress ? { role: 'group' } : { role: 'img' })}
          aria-label={label}
          onKeyDown={(event) =>
            onPress &&
            followArrows(event, current, (code) =>
              root.current?.querySelector<SVGElement>(`[data-province="${code}"]`)?.focus(),
            )
          }
        >
          {onPress && <desc>{t('map.keys')}</desc>}
          <defs>
            <Hatch id={ids.held} scale={scale} className={classes.heldLine} />
          </defs>
          {shown.map(({ code, outcome, level }) => (
            <Province
              key={code}
              code={code}
              outcome={outcome}
              level={level}
              hatch={outcome === 'held' ? `url(#${ids.held})` : undefined}
              name={`${known.get(code)?.name ?? code}, ${about(code)}`}
              pressed={chosen === code}
              // Of a part of the map all are in the tab order: the arrows know the way on the whole of it.
              inOrder={scale < 1 || code === current}
              onPress={onPress}
              onFocus={setCurrent}
            />
          ))}
          <g aria-hidden className={classes.signs}>
            {shown.map(({ code, outcome }) => {
              const at = OUTLINES.get(code);
              if (!at) return null;
              const sign = alike ? '' : OUTCOME_SIGNS[outcome];
              if (outcome === 'held' && !alike)
                return <MapPauseSign key={code} x={at.x} y={at.y} size={16 * scale} />;
              return sign ? (
                <text key={code} transform={`translate(${at.x} ${at.y}) scale(${scale})`}>
                  {sign}
                </text>
              ) : null;
            })}
          </g>
        </svg>
      </Box>
      <Legend
        of={new Set(shown.map(({ outcome }) => outcome))}
        everywhere={everywhere}
        lowest={
          lowest &&
          t('islands.lowest', {
            province: known.get(lowest.code)?.name ?? lowest.code,
            share: `${lowest.percent}%`,
          })
        }
      />
      <Text component="figcaption" size="xs" c="dimmed">
        {t('islands.lines')}{' '}
        <Anchor href={SOURCE} size="xs" underline="always" target="_blank" rel="noopener">
          denyherianto
        </Anchor>
        ,{' '}
        <Anchor href={LICENCE} size="xs" underline="always" target="_blank" rel="noopener">
          CC BY 4.0
        </Anchor>
        . {t('islands.noBorders')}
      </Text>
    </figure>
  );
}

const Province = memo(function Province({
  code,
  outcome,
  level,
  hatch,
  name,
  pressed,
  inOrder,
  onPress,
  onFocus,
}: {
  code: string;
  outcome: Outcome;
  level: number;
  /** Lines above its colour. */
  hatch: string | undefined;
  name: string;
  pressed: boolean;
  inOrder: boolean;
  onPress: ((code: string) => void) | undefined;
  onFocus: (code: string) => void;
}) {
  const at = OUTLINES.get(code);
  if (!at) return null;
  const press = onPress && {
    role: 'button',
    tabIndex: inOrder ? 0 : -1,
    'aria-pressed': pressed,
    'aria-label': name,
    'data-province': code,
    onFocus: () => onFocus(code),
    onClick: () => onPress(code),
    onKeyDown: (event: React.KeyboardEvent) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      onPress(code);
    },
  };
  return (
    <g className={`${classes.province} ${shades.drawn}`} data-outcome={outcome} data-level={level} {...press}>
      <title>{name}</title>
      {at.small && <circle className={classes.place} cx={at.x} cy={at.y} r={11} />}
      <path d={at.d} />
      {hatch && <path d={at.d} className={classes.hatched} style={{ fill: hatch }} />}
    </g>
  );
});

/** Lines across, for what is held back: they show without colour, and leave the colour below them in sight. */
function Hatch({ id, scale, className }: { id: string; scale: number; className: string | undefined }) {
  return (
    <pattern
      id={id}
      width={8}
      height={8}
      patternUnits="userSpaceOnUse"
      patternTransform={`rotate(45) scale(${scale})`}
    >
      <line x1={0} y1={0} x2={0} y2={8} className={classes.heldEdge} />
      <line x1={0} y1={0} x2={0} y2={8} className={className} />
    </pattern>
  );
}

/** What colours and signs mean: those that occur. */
function Legend({
  of,
  everywhere,
  lowest,
}: {
  of: ReadonlySet<Outcome>;
  everywhere: string | null;
  lowest: string | null;
}) {
  const { t } = useTranslation();
  const others = (['failing', 'unknown', 'ended', 'cut', 'held', 'none'] as const).filter((one) =>
    of.has(one),
  );
  return (
    <Group gap="md" component="ul" className={classes.legend}>
      <li>
        <Text span size="xs">
          {t('islands.reached')}
        </Text>
        <VisuallyHidden>{t('islands.scale')}</VisuallyHidden>
        <span aria-hidden className={classes.scale}>
          {STEPS.map((from, level) => (
            <span
              key={from}
              className={`${classes.step} ${shades.drawn} steady`}
              data-outcome="reached"
              data-level={level}
            >
              {level === 1 ? `<${STEPS[2]}` : `${from}${level === STEPS.length - 1 ? '%' : ''}`}
            </span>
          ))}
        </span>
      </li>
      {lowest !== null && (
        <li>
          <Text span size="xs" fw={600}>
            {lowest}
          </Text>
        </li>
      )}
      {others.map((one) => (
        <li key={one}>
          <Swatch of={one} />
          <Text span size="xs">
            {t(`islands.${one}`)}
          </Text>
        </li>
      ))}
      {everywhere !== null && (
        <li>
          <Swatch of="held" />
          <Text span size="xs" fw={600}>
            {everywhere}
          </Text>
        </li>
      )}
    </Group>
  );
}

/** A colour with its sign; a sign that may stand on any shade has none of its own. */
const Swatch = ({ of }: { of: Outcome }) => (
  <span aria-hidden className={`${classes.swatch} ${shades.drawn}`} data-outcome={of} data-level={0}>
    {hasSign(of) && <OutcomeSign of={of} />}
  </span>
);
