import {
  AppShell,
  Anchor,
  Badge,
  Box,
  Burger,
  Button,
  Group,
  Image,
  NavLink,
  Stack,
  Text,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { Suspense, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation } from 'react-router';
import { session } from './api';
import { Bell } from './parts/frame/bell';
import { Clocks } from './parts/frame/clocks';
import { EmergencyBanner, EmergencyButton } from './parts/frame/emergency';
import { LanguageSwitch } from './parts/frame/language-switch';
import { Page } from './parts/frame/page';
import { TrainingBanner } from './parts/frame/training-banner';
import { Search } from './parts/frame/search';
import { Toasts } from './parts/frame/toasts';
import { useNews } from './parts/frame/news';
import { NoPermission } from './parts/frame/no-permission';
import { keepFocus } from './parts/forms/keep-focus';
import { OfflineBanner } from './parts/frame/offline-banner';
import { late } from './late';
import { GROUPS, isFor, isHere, isOpen, type Place, placeAt } from './navigation';
import { forgetAll, keepsAnything } from './screens/compose/saving/kept';
import { usePerson, useSetPerson } from './session';
import { number } from './times';

const SignOutDialog = late(() => import('./parts/frame/sign-out-dialog'));

/** The frame of every screen: the name, the three clocks, the menu, the signed-in person. */
export function Shell() {
  const { t } = useTranslation();
  const [opened, { toggle, close }] = useDisclosure();
  const { pathname, search } = useLocation();
  useEffect(close, [pathname, close]);
  useEffect(keepFocus, []);
  // A screen on the wall has no frame.
  if (new URLSearchParams(search).has('wall'))
    return (
      <main id="isi" tabIndex={-1}>
        <EmergencyBanner />
        <OfflineBanner />
        <Suspense>
          <Screen />
        </Suspense>
      </main>
    );
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
                  <Text fw={700} size="lg" className="brand">
                    Siar
                  </Text>
                </Group>
              </Anchor>
            </Group>
            <Group gap="sm" wrap="nowrap">
              <Search />
              <Clocks />
              <Bell />
            </Group>
          </Group>
        </AppShell.Header>
        <AppShell.Navbar p="sm" style={{ overflowY: 'auto' }}>
          <Navigation />
        </AppShell.Navbar>
        <AppShell.Main id="isi" tabIndex={-1}>
          <Box maw={1120} mx="auto">
            <TrainingBanner />
            <EmergencyBanner />
            <OfflineBanner />
            <Suspense>
              <Screen />
            </Suspense>
          </Box>
        </AppShell.Main>
      </AppShell>
      <Toasts />
    </>
  );
}

/** The screen at this address, if the person may see it. */
function Screen() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const place = placeAt(pathname);
  return !place || isOpen(place, usePerson()) ? <Outlet /> : <NoPermission title={t(`nav.${place.name}`)} />;
}

function Navigation() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const person = usePerson();
  const setPerson = useSetPerson();
  const [leaving, setLeaving] = useState(false);
  const signOut = useMutation({
    mutationFn: session.signOut,
    onSettled: () => {
      forgetAll(person.personId);
      setPerson(null);
    },
  });
  const groups = GROUPS.map(({ name, places }) => ({
    name,
    places: places.filter((place) => isFor(place, person)),
  })).filter(({ places }) => places.length > 0);
  return (
    <Stack justify="space-between" mih="100%" gap="md">
      <Stack gap="md">
        <Stack gap="md" component="nav" aria-label={t('menu')}>
          {groups.map(({ name, places }) => (
            <Stack key={name} gap={2} role="group" aria-label={t(`nav.groups.${name}`)}>
              {name !== 'work' && (
                <Text size="xs" c="dimmed" fw={600} px="sm" aria-hidden>
                  {t(`nav.groups.${name}`)}
                </Text>
              )}
              {places.map((place) => (
                <PlaceLink key={place.to} place={place} here={isHere(place, pathname)} />
              ))}
            </Stack>
          ))}
        </Stack>
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
        <NavLink component={Link} to="/akun" label={t('nav.account')} active={pathname === '/akun'} />
        <NavLink component={Link} to="/alamat" label={t('nav.addresses')} active={pathname === '/alamat'} />
        <Group justify="space-between" gap={0}>
          <Button
            variant="subtle"
            size="compact-sm"
            loading={signOut.isPending}
            onClick={() => (keepsAnything(person.personId) ? setLeaving(true) : signOut.mutate())}
          >
            {t('signOut')}
          </Button>
          <LanguageSwitch />
        </Group>
      </Stack>
      {leaving && (
        <Suspense>
          <SignOutDialog onGo={() => signOut.mutateAsync()} onClose={() => setLeaving(false)} />
        </Suspense>
      )}
    </Stack>
  );
}

/** A link of the menu with the number of items that wait there, as a description: the link's name stays constant. */
function PlaceLink({ place: { to, name }, here }: { place: Place; here: boolean }) {
  const { t } = useTranslation();
  const id = useId();
  const waiting = useNews()?.waiting;
  const counted =
    name === 'dataRequests'
      ? 'requests'
      : name === 'reviews' || name === 'operations' || name === 'people'
        ? name
        : null;
  const many = counted ? (waiting?.[counted] ?? 0) : 0;
  return (
    <>
      <NavLink
        component={Link}
        to={to}
        label={t(`nav.${name}`)}
        active={here}
        aria-current={here ? 'page' : undefined}
        aria-describedby={many > 0 ? id : undefined}
        rightSection={
          many > 0 && (
            <Badge color="red.9" aria-hidden>
              {number(many)}
            </Badge>
          )
        }
      />
      {many > 0 && counted && (
        <span id={id} hidden>
          {t(`news.waiting.${counted}`, { shown: number(many) })}
        </span>
      )}
    </>
  );
}

/** The page for an unknown address. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <Page title={t('notFound.title')}>
      <Text>{t('notFound.text')}</Text>
      <Anchor component={Link} to="/" underline="always">
        {t('notFound.back')}
      </Anchor>
    </Page>
  );
}
