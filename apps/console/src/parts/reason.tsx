import { Textarea } from '@mantine/core';

/** Where one says why. */
export function Reason({
  label,
  value,
  onChange,
  required = false,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  required?: boolean;
}) {
  return (
    <Textarea
      label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      required={required}
      maxLength={2000}
      autosize
      minRows={3}
      maxRows={8}
      data-autofocus
    />
  );
}
