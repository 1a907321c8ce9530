import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core';
import { useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';

/** What a text may name (libs/broadcasts/variables.ts). */
const VARIABLES = ['name', 'region', 'polling_date', 'verify_link', 'unsubscribe_link'] as const;

/** A text with variables: a button for each puts it in where the caret is. */
export function TemplateField({
  label,
  language,
  value,
  onChange,
  error,
  lines,
}: {
  label: string;
  language: string;
  value: string;
  onChange: (value: string) => void;
  error: string | null;
  /** How many lines are shown at least; absent: the text is one line. */
  lines?: number;
}) {
  const { t } = useTranslation();
  const id = useId();
  const field = useRef<HTMLTextAreaElement & HTMLInputElement>(null);
  const insert = (variable: string): void => {
    const tag = `{{${variable}}}`;
    const from = field.current?.selectionStart ?? value.length;
    const to = field.current?.selectionEnd ?? from;
    onChange(value.slice(0, from) + tag + value.slice(to));
    // The caret can be placed only once the new text is on the page.
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(from + tag.length, from + tag.length);
    });
  };
  const props = {
    id,
    label,
    lang: language,
    value,
    onChange: (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value),
    error,
    spellCheck: true,
  };
  return (
    <Stack gap="xs">
      {lines === undefined ? (
        <TextInput ref={field} {...props} />
      ) : (
        <Textarea ref={field} {...props} autosize minRows={lines} maxRows={24} />
      )}
      <Group gap={6} role="group" aria-label={t('compose.insertInto', { field: label })}>
        {VARIABLES.map((variable) => (
          <Button
            key={variable}
            variant="default"
            size="compact-sm"
            fw={400}
            onClick={() => insert(variable)}
          >
            {t(`variables.${variable}`)}
          </Button>
        ))}
      </Group>
    </Stack>
  );
}
