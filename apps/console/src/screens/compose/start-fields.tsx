import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { broadcasts } from '../../api';
import { ErrorNote } from '../../parts/error-note';
import { Section } from '../../parts/section';
import { instant } from '../../times';

/** Begins with what there is already: a past broadcast, whose texts, audience and schedule are taken over. */
export function StartFields() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [sought, setSought] = useState('');
  const [settled] = useDebouncedValue(sought.trim(), 250);
  const past = useQuery({
    queryKey: ['broadcasts', 'past', settled],
    queryFn: () => broadcasts.page({ state: null, q: settled }, null),
    placeholderData: keepPreviousData,
  });
  const copy = useMutation({
    mutationFn: broadcasts.copy,
    onSuccess: ({ id }) => void navigate(`/tulis/${id}`),
  });
  return (
    <Section title={t('start.title')}>
      <Select
        label={t('start.past')}
        description={t('start.pastHelp')}
        data={(past.data?.broadcasts ?? []).map(({ id, title, updatedAt }) => ({
          value: id,
          label: `${title} · ${instant(updatedAt)}`,
        }))}
        value={null}
        onChange={(id) => id && copy.mutate(id)}
        searchable
        searchValue={sought}
        onSearchChange={setSought}
        filter={({ options }) => options}
        nothingFoundMessage={t('list.nothingFound')}
        disabled={copy.isPending}
        maw={560}
      />
      {copy.error && <ErrorNote error={copy.error} />}
    </Section>
  );
}
