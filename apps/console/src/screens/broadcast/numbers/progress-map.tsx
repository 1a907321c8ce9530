import { Group, SegmentedControl, Stack, Table, Text } from '@mantine/core';
import { Suspense, useCallback, useEffect, useRef, useState } from 'react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { type Channel, CHANNELS, type Counts } from '../../../api';
import { IslandMap } from '../../../parts/charts/drawings';
import { MapPlace } from '../../../parts/charts/place';
import { everyone, percent, percentShown, signsOf } from '../../../parts/sending/account.rules';
import { levelOf, lowestOf, outcomeOf } from '../../../parts/regions/outcome.rules';
import { PauseSign } from '../../../parts/regions/outcome-sign';
import { ProvinceMap } from '../../../parts/regions/province-map';
import { regionName, useRegions } from '../../../parts/regions/regions';
import { nameOf } from '../../../parts/regions/regions.rules';
import { useAccountWords } from '../../../parts/sending/use-account-words';
import { heldEverywhere } from './live.rules';
import { listed, number } from '../../../times';
import { StackedBar } from './stacked-bar';

/** That something is held in every province, or in all but a few. Only for components that call `useRegions`. */
export const everywhereWords = (
  t: TFunction,
  { channels, except }: NonNullable<ReturnType<typeof heldEverywhere<Channel>>>,
): string =>
  t(except.length === 0 ? 'islands.everywhere' : 'islands.everywhereBut', {
    channels: listed(channels.map((one) => t(`channels.${one}`))),
    except: listed(except.map(regionName)),
  });

/**
 * The provinces in their outlines, or as tiles with their numbers; the selected one with its counts, its regencies and its
 * acts.
 */
export function ProgressMap({
  provinces,
  regions,
  paused,
  acts,
}: {
  provinces: ReadonlyMap<string, Counts>;
  /** By the code of a province or a regency. */
  regions: Readonly<Record<string, Counts>>;
  /** The channels on which something of a province is paused or braked. */
  paused: ReadonlyMap<string, Record<'paused' | 'braked', Channel[]>>;
  /** The acts on one region. */
  acts: (region: string) => React.ReactNode;
}) {
  const { t } = useTranslation();
  const told = useAccountWords();
  const known = useRegions();
  // A new object for each press: pressing the same province leads to its numbers again.
  const [pressed, setPressed] = useState<{ code: string } | null>(null);
  const chosen = pressed?.code ?? null;
  const panel = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLParagraphElement>(null);
  // They stand below the map, and below the fold of a small window: whoever opens them is led there.
  useEffect(() => {
    if (!pressed) return;
    heading.current?.focus({ preventScroll: true });
    panel.current?.scrollIntoView({ block: 'nearest' });
  }, [pressed]);
  const [view, setView] = useState<'map' | 'tiles'>('map');
  const choose = useCallback((code: string) => setPressed({ code }), []);
  const counts = chosen === null ? undefined : provinces.get(chosen);
  const pauseOf = (code: string): string[] =>
    (['braked', 'paused'] as const).flatMap((kind) => {
      const held = paused.get(code)?.[kind] ?? [];
      const names = CHANNELS.filter((one) => held.includes(one)).map((one) => t(`channels.${one}`));
      return names.length === 0 ? [] : t(`live.mapHeld.${kind}`, { channels: names.join(', ') });
    });
  const name = chosen === null ? '' : nameOf(known, chosen);
  const sent = [...provinces].flatMap(([code, of]) => (everyone(of) > 0 ? [code] : []));
  const everywhere = heldEverywhere(paused, sent);
  const about = (code: string): string => {
    const of = provinces.get(code);
    return [of && everyone(of) > 0 ? told(of) : t('live.mapNone'), ...pauseOf(code)].join(' · ');
  };
  const drawn = (code: string) => {
    const of = provinces.get(code);
    return {
      outcome: outcomeOf(of, everywhere === null && paused.has(code)),
      level: of ? levelOf(of) : 0,
    };
  };
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label={t('islands.view')}
        data={(['map', 'tiles'] as const).map((value) => ({ value, label: t(`islands.${value}`) }))}
        value={view}
        onChange={(value) => setView(value === 'tiles' ? 'tiles' : 'map')}
        style={{ alignSelf: 'flex-start' }}
        className="unprinted"
      />
      {view === 'map' ? (
        <Suspense fallback={<MapPlace />}>
          <IslandMap
            label={t('live.map')}
            drawn={drawn}
            about={about}
            lowest={lowestOf(provinces)}
            everywhere={everywhere && everywhereWords(t, everywhere)}
            chosen={chosen}
            onPress={choose}
          />
        </Suspense>
      ) : (
        <ProvinceMap
          label={t('live.map')}
          // Whole percent: a tile is redrawn only when its own number changes, or while something of it is paused.
          content={(code) => {
            const of = provinces.get(code);
            const known = of && everyone(of) > 0 ? `${percent(of)}% ${signsOf(of)}`.trim() : '';
            return paused.has(code) ? (
              <span>
                {known} <PauseSign />
              </span>
            ) : (
              known
            );
          }}
          about={about}
          drawn={drawn}
          onPress={choose}
        />
      )}
      {view === 'tiles' && (
        <Text size="sm" c="dimmed">
          {t('live.mapHelp')}
        </Text>
      )}
      {chosen !== null && (
        <Stack gap="xs" role="status" className="choice" ref={panel}>
          <Group justify="space-between" gap="xs">
            <Text fw={600} tabIndex={-1} ref={heading}>
              {name}
            </Text>
            {counts && acts(chosen)}
          </Group>
          {pauseOf(chosen).map((words) => (
            <Text key={words} size="sm">
              <PauseSign /> {words}
            </Text>
          ))}
          {counts && everyone(counts) > 0 ? (
            <>
              <StackedBar counts={counts} label={name} />
              <Text size="sm">{told(counts)}</Text>
              <Regencies of={chosen} regions={regions} />
            </>
          ) : (
            <Text size="sm">{t('live.mapNone')}</Text>
          )}
        </Stack>
      )}
    </Stack>
  );
}

/** The regencies and cities of a province, where the broadcast is divided by them. */
function Regencies({ of, regions }: { of: string; regions: Readonly<Record<string, Counts>> }) {
  const { t } = useTranslation();
  const known = useRegions();
  const told = useAccountWords();
  const own = Object.entries(regions).filter(([code]) => code.startsWith(`${of}.`));
  if (own.length === 0)
    return (
      <Text size="xs" c="dimmed">
        {t('islands.waves')}
      </Text>
    );
  return (
    <Table.ScrollContainer minWidth={0} maxHeight={300} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table fz="sm" verticalSpacing={4} captionSide="top">
        <Table.Caption ta="left" mt={0}>
          {t('islands.regencies', { province: nameOf(known, of) })}
        </Table.Caption>
        <Table.Tbody>
          {own.map(([code, counts]) => (
            <Table.Tr key={code}>
              <Table.Th scope="row" fw={500}>
                {nameOf(known, code)}
              </Table.Th>
              <Table.Td className="numeric">{number(percentShown(counts))}%</Table.Td>
              <Table.Td>{told(counts)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
