import { ActionIcon, Popover } from '@mantine/core';
import IconCalendarSearch from '@tabler/icons-react/icons/IconCalendarSearch';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import DayField from '../../parts/days/day-field';
import { isDay } from './days.rules';

/** Leads to any day, typed or chosen. */
export function GoToDay({ day, onGo }: { day: string; onGo: (day: string) => void }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  // What is typed may be a day before it is all there; what is pointed at is meant.
  const typing = useRef(false);
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-start"
      width={240}
      trapFocus
      returnFocus
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <ActionIcon
          variant="default"
          size={36}
          aria-label={t('calendar.goTo')}
          title={t('calendar.goTo')}
          onClick={() => setOpened(!opened)}
        >
          <IconCalendarSearch size={18} stroke={1.75} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown
        aria-label={t('calendar.goTo')}
        onKeyDown={({ key }) => {
          typing.current = key !== 'Enter';
          if (key === 'Enter') setOpened(false);
        }}
        onInputCapture={() => (typing.current = true)}
        onPointerDown={() => (typing.current = false)}
      >
        <DayField
          label={t('calendar.goToDay')}
          value={day}
          near={day}
          clearable={false}
          withinPortal={false}
          onChange={(value) => {
            if (!isDay(value)) return;
            onGo(value);
            if (!typing.current) setOpened(false);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
