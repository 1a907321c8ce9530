import { ActionIcon, Popover, Text } from '@mantine/core';
import IconHelp from '@tabler/icons-react/icons/IconHelp';
import { useTranslation } from 'react-i18next';
import type { Term } from './terms';

/** A button beside a term, which explains it in a sentence. */
export default function Explain({ term }: { term: Term }) {
  const { t } = useTranslation();
  const name = t(`terms.${term}.name`);
  return (
    <Popover
      width={300}
      position="bottom-start"
      withArrow
      shadow="md"
      trapFocus={false}
      withRoles={false}
      withinPortal={false}
    >
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size={24} aria-label={t('terms.what', { term: name })}>
          <IconHelp size={16} stroke={1.75} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="sm" fw={400} role="status">
          {t(`terms.${term}.means`)}
        </Text>
      </Popover.Dropdown>
    </Popover>
  );
}
