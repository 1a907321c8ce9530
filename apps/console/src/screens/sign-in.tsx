import { Center, Group, Image, Paper, Stack, Text, Title } from '@mantine/core';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { TrainingBanner } from '../parts/frame/training-banner';
import { EmergencyNotice } from '../parts/frame/emergency';
import { LanguageSwitch } from '../parts/frame/language-switch';
import { SignInForm } from '../parts/sign-in/sign-in-form';
import { useIssuer } from '../parts/sign-in/use-issuer';
import { useSetPerson } from '../session';
import classes from './sign-in.module.css';

const IssuerEntry = lazy(() => import('../parts/sign-in/issuer-entry'));

/** The sign-in; the URL stays, so that a link leads to its target afterwards. */
export function SignIn() {
  const { t } = useTranslation();
  const setPerson = useSetPerson();
  const byIssuer = useIssuer();
  useEffect(() => {
    document.title = `${t('signIn.title')} – Siar`;
  }, [t]);
  return (
    <div className={classes['sign-in']}>
      <div className={classes['brand']} aria-hidden>
        <Image src="/siar.svg" alt="" w={56} h={56} />
        <p>Siar</p>
        <p>{t('tagline')}</p>
      </div>
      <Center component="main" tabIndex={-1} p="md">
        <Stack w="100%" maw={400}>
          <Group gap="sm" className={classes['small-brand'] ?? ''}>
            <Image src="/siar.svg" alt="" w={40} h={40} />
            <Stack gap={0}>
              <Text fw={700} size="xl" lh={1.1}>
                Siar
              </Text>
              <Text size="sm" c="dimmed">
                {t('tagline')}
              </Text>
            </Stack>
          </Group>
          <TrainingBanner />
          <EmergencyNotice />
          <Paper withBorder p={{ base: 'lg', sm: 'xl' }} shadow="md">
            <Stack>
              <Title order={1} size="h2">
                {t('signIn.title')}
              </Title>
              {byIssuer && (
                <Suspense>
                  <IssuerEntry />
                </Suspense>
              )}
              <SignInForm onSignedIn={setPerson} />
            </Stack>
          </Paper>
          <Group justify="space-between" gap="xs">
            <Text size="sm" c="dimmed">
              {t('signIn.help')}
            </Text>
            <LanguageSwitch />
          </Group>
        </Stack>
      </Center>
    </div>
  );
}
