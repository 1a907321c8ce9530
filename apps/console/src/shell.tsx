import { AppShell, Anchor, Box, Burger, Button, Group, Image, NavLink, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation } from 'react-router';
import { session } from './api';
import { Clocks } from './parts/clocks';
import { EmergencyBanner, EmergencyButton } from './parts/emergency';
import { LanguageSwitch } from './parts/language-switch';
import { Page } from './parts/page';
import { READERS, usePerson, useRoles, useSetPerson } from './session';

/** What stands around every screen: the name, the three clocks, where one can go, who one is. */
export function Shell() {
  const { t } = useTranslation();
  const [opened, { toggle, close }] = useDisclosure();
  const { pathname } = useLocation();
  useEffect(close, [pathname, close]);
  return (
    <>
      <a href="#isi" className="skip">
        {t('skip')}
      </a>
      <AppShell
        header={{ height: 56 }}
        navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: !opened } }}
        padding={{ base: 'md', sm: 'lg' }}
      >
        <AppShell.Header px="md">
          <Group h="100%" justify="space-between" wrap="nowrap">
            <Group gap="sm" wrap="nowrap">
              <Burger
                opened={opened}
                onClick={toggle}
                hiddenFrom="sm"
                size="sm"
                aria-label={t('menu')}
                aria-expanded={opened}
              />
              <Anchor component={Link} to="/" underline="never" c="inherit">
                <Group gap="xs" wrap="nowrap">
                  <Image src="/siar.svg" alt="" w={28} h={28} />
                  <Text fw={700} size="lg">
                    Siar
                  </Text>
                </Group>
              </Anchor>
            </Group>
            <Clocks />
          </Group>
        </AppShell.Header>
        <AppShell.Navbar p="sm">
          <Navigation />
        </AppShell.Navbar>
        <AppShell.Main id="isi" tabIndex={-1}>
          <Box maw={1120} mx="auto">
            <EmergencyBanner />
            <Suspense>
              <Outlet />
            </Suspense>
          </Box>
        </AppShell.Main>
      </AppShell>
    </>
  );
}

function Navigation() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const person = usePerson();
  const operates = useRoles('operator');
  const audits = useRoles('auditor', 'dpo');
  const reviews = useRoles('reviewer');
  const administers = useRoles('admin');
  const reads = useRoles(...READERS);
  const helps = useRoles('helpdesk');
  // The ministry holds the contacts.
  const imports = useRoles('author', 'admin', 'auditor', 'dpo') && person.organisation.kind === 'ministry';
  const setPerson = useSetPerson();
  const signOut = useMutation({ mutationFn: session.signOut, onSettled: () => setPerson(null) });
  return (
    <Stack justify="space-between" h="100%" gap="md">
      <Stack gap={4} component="nav" aria-label={t('menu')}>
        {reads && (
          <NavLink
            component={Link}
            to="/"
            label={t('nav.broadcasts')}
            active={pathname === '/' || /^\/(siaran|tulis)/.test(pathname)}
          />
        )}
        {reviews && (
          <NavLink
            component={Link}
            to="/tinjau"
            label={t('reviews.title')}
            active={pathname.startsWith('/tinjau')}
          />
        )}
        {reviews && (
          <NavLink
            component={Link}
            to="/templat"
            label={t('nav.templates')}
            active={pathname.startsWith('/templat')}
          />
        )}
        {imports && (
          <NavLink component={Link} to="/impor" label={t('nav.imports')} active={pathname === '/impor'} />
        )}
        {operates && (
          <NavLink
            component={Link}
            to="/tertahan"
            label={t('nav.suppressions')}
            active={pathname === '/tertahan'}
          />
        )}
        {helps && (
          <NavLink
            component={Link}
            to="/bantuan"
            label={t('nav.helpdesk')}
            active={pathname === '/bantuan'}
          />
        )}
        {administers && (
          <NavLink component={Link} to="/siaga" label={t('nav.onCall')} active={pathname === '/siaga'} />
        )}
        {audits && (
          <NavLink component={Link} to="/audit" label={t('nav.audit')} active={pathname === '/audit'} />
        )}
        {operates && (
          <NavLink
            component={Link}
            to="/operasi"
            label={t('operations.title')}
            active={pathname === '/operasi'}
          />
        )}
        <EmergencyButton />
      </Stack>
      <Stack gap="xs">
        <Box px="sm">
          <Text size="sm" fw={600}>
            {person.name}
          </Text>
          <Text size="xs" c="dimmed">
            {person.organisation.name}
          </Text>
          <Text size="xs" c="dimmed">
            {person.roles.map((role) => t(`roles.${role}`)).join(', ')}
          </Text>
        </Box>
        <NavLink component={Link} to="/alamat" label={t('nav.addresses')} active={pathname === '/alamat'} />
        <Group justify="space-between" gap={0}>
          <Button
            variant="subtle"
            size="compact-sm"
            loading={signOut.isPending}
            onClick={() => signOut.mutate()}
          >
            {t('signOut')}
          </Button>
          <LanguageSwitch />
        </Group>
      </Stack>
    </Stack>
  );
}

/** No such screen. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <Page title={t('notFound.title')}>
      <Text>
        {t('notFound.text')}{' '}
        <Anchor component={Link} to="/" underline="always">
          {t('notFound.back')}
        </Anchor>
      </Text>
    </Page>
  );
}
