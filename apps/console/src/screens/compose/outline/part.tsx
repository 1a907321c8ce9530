import { Button, Group, Stack } from '@mantine/core';
import IconChevronLeft from '@tabler/icons-react/icons/IconChevronLeft';
import IconChevronRight from '@tabler/icons-react/icons/IconChevronRight';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './outline.module.css';
import { type Part as PartName, PARTS } from './parts.rules';
import { partId, type Place } from './use-place';

/** One part of the form. Where one is shown at a time the others stay on the page, hidden: what goes on in them goes on. */
export function Part({ name, place, children }: { name: PartName; place: Place; children: ReactNode }) {
  return (
    <Stack gap="lg" id={partId(name)} className={classes['part']} hidden={!place.wide && place.part !== name}>
      {children}
    </Stack>
  );
}

/** Leads to the part before and after the one that is shown. */
export function Steps({ place: { part, showPart } }: { place: Place }) {
  const { t } = useTranslation();
  const at = PARTS.indexOf(part);
  const [before, after] = [PARTS[at - 1], PARTS[at + 1]];
  return (
    <Group justify="space-between" gap="xs">
      {before ? (
        <Button
          variant="default"
          leftSection={<IconChevronLeft size={16} aria-hidden />}
          aria-label={t('outline.previous', { part: t(`outline.parts.${before}`) })}
          onClick={() => showPart(before)}
        >
          {t(`outline.parts.${before}`)}
        </Button>
      ) : (
        <span />
      )}
      {after && (
        <Button
          variant="default"
          rightSection={<IconChevronRight size={16} aria-hidden />}
          aria-label={t('outline.next', { part: t(`outline.parts.${after}`) })}
          onClick={() => showPart(after)}
        >
          {t(`outline.parts.${after}`)}
        </Button>
      )}
    </Group>
  );
}
