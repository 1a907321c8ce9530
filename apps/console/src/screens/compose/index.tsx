import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useParams } from 'react-router';
import { broadcasts } from '../../api';
import { CompletesLine } from '../../parts/broadcasts/chain';
import { Asking } from '../../parts/frame/asking';
import { ErrorNote } from '../../parts/frame/error-note';
import { NoPermission } from '../../parts/frame/no-permission';
import { Page } from '../../parts/frame/page';
import { usePerson, useRoles } from '../../session';
import { isEditable } from '../../parts/broadcasts/editable.rules';
import { Compose } from './compose';
import { keptOf } from './saving/kept';

/** Composes a new broadcast, or edits one. */
export default function ComposeScreen() {
  const { t } = useTranslation();
  const { id } = useParams();
  // A new broadcast gets its URL with the first save; the form stays as it is.
  const [created, setCreated] = useState<string | null>(null);
  const writes = useRoles('author');
  // A link that an author passed on leads others to what they may read of it.
  if (!writes)
    return id === undefined ? (
      <NoPermission title={t('compose.new')} />
    ) : (
      <Navigate to={`/siaran/${id}`} replace />
    );
  if (id === undefined || id === created) return <Compose key="new" stored={null} onCreated={setCreated} />;
  return <Stored key={id} id={id} />;
}

function Stored({ id }: { id: string }) {
  const { t } = useTranslation();
  const { organisation, personId } = usePerson();
  // Never refetched while somebody types: the version detects who saves first.
  const found = useQuery({
    queryKey: ['draft', id],
    queryFn: () => broadcasts.get(id),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  if (found.isPending) return <Asking of={found} />;
  if (!found.data) {
    return (
      <Page title={t('compose.edit')}>
        <ErrorNote error={found.error} onRetry={() => void found.refetch()} />
      </Page>
    );
  }
  // Whoever sees a broadcast of another office can read it, not change it: each save would be refused.
  if (found.data.organisation.id !== organisation.id) return <Navigate to={`/siaran/${id}`} replace />;
  // Once approved it is not written any more. What somebody typed before stays within their reach.
  if (!isEditable(found.data) && keptOf(personId, id) === null)
    return <Navigate to={`/siaran/${id}`} replace />;
  const correction = found.data.chain?.completes;
  if (correction)
    return (
      <Page title={t('compose.edit')}>
        <Text>{t('companion.edited')}</Text>
        <CompletesLine link={correction} />
      </Page>
    );
  return <Compose stored={found.data} />;
}
