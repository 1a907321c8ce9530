import { Checkbox, CloseButton, Combobox, Input, Popover, Stack, VisuallyHidden } from '@mantine/core';
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
  chosen: given,
  onChoose,
  flex,
}: {
  label: string;
  options: readonly Option[];
  chosen: readonly string[];
  onChoose: (values: readonly string[]) => void;
  flex: string;
}) {
  const { t } = useTranslation();
  // What is ticked while the list is open: the address, of which it is read otherwise, comes a moment later.
  const [ticked, setTicked] = useState<readonly string[] | null>(null);
  const open = ticked !== null;
  const chosen = ticked ?? given;
  const setOpen = (on: boolean): void => setTicked(on ? given : null);
  const choose = (values: readonly string[]): void => {
    if (open) setTicked(values);
    onChoose(values);
  };
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
            onClick={() => setOpen(!open)}
            rightSectionPointerEvents={first === undefined ? 'none' : 'all'}
            rightSection={
              first === undefined ? (
                <Combobox.Chevron />
              ) : (
                <CloseButton
                  // WCAG 2.5.8: 24 px at least.
                  size="md"
                  aria-label={t('list.anyOf', { filter: label })}
                  onClick={() => {
                    choose([]);
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
                onChange={({ currentTarget: { checked } }) =>
                  choose(checked ? [...chosen, value] : chosen.filter((one) => one !== value))
                }
              />
            ))}
          </Stack>
        </Popover.Dropdown>
      </Popover>
    </Input.Wrapper>
  );
}
