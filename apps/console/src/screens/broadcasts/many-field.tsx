import { Checkbox, CloseButton, Input, Popover, Stack, VisuallyHidden } from '@mantine/core';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './broadcasts.module.css';

interface Option {
  value: string;
  label: string;
}

/** A filter of few values, of which several can be chosen: each is a box to tick, and the list changes at once. */
export function ManyField({
  label,
  options,
  chosen,
  onChoose,
  onClear,
  flex,
}: {
  label: string;
  options: readonly Option[];
  chosen: readonly string[];
  onChoose: (value: string, on: boolean) => void;
  onClear: () => void;
  flex: string;
}) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const id = useId();
  const field = useRef<HTMLButtonElement>(null);
  const words = options.filter(({ value }) => chosen.includes(value)).map((one) => one.label);
  const [first, ...more] = words;
  return (
    <Input.Wrapper
      label={label}
      labelElement="div"
      labelProps={{ id: `${id}-label` }}
      style={{ flex }}
      className={classes['many'] ?? ''}
    >
      <Popover
        opened={open}
        onChange={setOpen}
        position="bottom-start"
        trapFocus
        returnFocus
        transitionProps={{ duration: 0 }}
      >
        <Popover.Target>
          <Input
            component="button"
            type="button"
            pointer
            ref={field}
            aria-labelledby={`${id}-label ${id}-value`}
            onClick={() => setOpen((now) => !now)}
            rightSectionPointerEvents={first === undefined ? 'none' : 'all'}
            rightSection={
              first === undefined ? (
                <Input.Placeholder aria-hidden>▾</Input.Placeholder>
              ) : (
                <CloseButton
                  // WCAG 2.5.8: 24 px at least.
                  size="md"
                  aria-label={t('list.anyOf', { filter: label })}
                  onClick={() => {
                    onClear();
                    field.current?.focus();
                  }}
                />
              )
            }
          >
            <span id={`${id}-value`}>
              {first === undefined ? (
                <Input.Placeholder>{t('list.any')}</Input.Placeholder>
              ) : more.length === 0 ? (
                first
              ) : (
                <>
                  <span aria-hidden>{t('list.firstOf', { first, count: more.length })}</span>
                  <VisuallyHidden>{words.join(', ')}</VisuallyHidden>
                </>
              )}
            </span>
          </Input>
        </Popover.Target>
        <Popover.Dropdown aria-label={label}>
          <Stack gap="xs">
            {options.map(({ value, label: word }) => (
              <Checkbox
                key={value}
                label={word}
                checked={chosen.includes(value)}
                onChange={({ currentTarget: { checked } }) => onChoose(value, checked)}
              />
            ))}
          </Stack>
        </Popover.Dropdown>
      </Popover>
    </Input.Wrapper>
  );
}
