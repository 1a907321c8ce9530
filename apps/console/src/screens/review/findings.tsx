import { List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { languageName } from '../../parts/language-name';
import { listed, wallClock } from '../../times';
import type { Finding } from '../../api/reviews';

/** What deserves a second look in one text, by the numbers it is marked with. */
export function Findings({ of, from }: { of: readonly Finding[]; from: number }) {
  const { t } = useTranslation();
  if (of.length === 0) return null;
  return (
    <List size="sm" type="ordered" start={from} spacing={2}>
      {of.map((finding) => (
        <List.Item key={`${finding.code} ${finding.start}`}>
          <Text span fw={600} size="sm">
            “{finding.quote}”
          </Text>{' '}
          {t(`findings.${finding.code}`, {
            expected: listed(finding.expected.map((one) => shown(finding, one))),
          })}
        </List.Item>
      ))}
    </List>
  );
}

function shown({ code }: Finding, expected: string): string {
  if (code === 'languages') return languageName(expected);
  // The day alone: an election's date has no hour.
  return /^\d{4}-\d{2}-\d{2}$/.test(expected)
    ? wallClock(`${expected}T00:00`).replace(/ 00[.:]00$/, '')
    : expected;
}
