import { Group, type MantineColorScheme, Radio, Stack, Checkbox, useMantineColorScheme } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../forms/dialog';
import { chosenDensity, type Density, setDensity, setShortcuts, shortcutsOn } from './device';
import { DENSITIES, SCHEMES } from './look-acts';

/** What a person chooses for this device. Each choice acts at once. */
export default function LookDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [density, choose] = useState(chosenDensity);
  const [shortcuts, allow] = useState(shortcutsOn);
  return (
    <Dialog title={t('look.title')} onClose={onClose} closeOnClickOutside>
      <Stack>
        <Radio.Group
          label={t('look.scheme')}
          value={colorScheme}
          onChange={(scheme) => setColorScheme(scheme as MantineColorScheme)}
        >
          <Group mt="xs">
            {SCHEMES.map((scheme) => (
              <Radio key={scheme} value={scheme} label={t(`look.schemes.${scheme}`)} />
            ))}
          </Group>
        </Radio.Group>
        <Radio.Group
          label={t('look.density')}
          value={density}
          onChange={(chosen) => {
            setDensity(chosen as Density);
            choose(chosen as Density);
          }}
        >
          <Group mt="xs">
            {DENSITIES.map((one) => (
              <Radio key={one} value={one} label={t(`look.densities.${one}`)} />
            ))}
          </Group>
        </Radio.Group>
        <Checkbox
          label={t('look.shortcuts')}
          description={t('look.shortcutsHelp')}
          checked={shortcuts}
          onChange={({ currentTarget: { checked } }) => {
            setShortcuts(checked);
            allow(checked);
          }}
        />
      </Stack>
    </Dialog>
  );
}
