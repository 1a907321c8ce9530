import { AppShell, Anchor, Box, Burger, Button, Group, Image, Stack, Text } from '@mantine/core';
import IconAt from '@tabler/icons-react/icons/IconAt';
import IconLogout from '@tabler/icons-react/icons/IconLogout';
import IconUserCircle from '@tabler/icons-react/icons/IconUserCircle';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { Suspense, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation } from 'react-router';
import { session } from './api';
import { Bell } from './parts/frame/bell';
import { Clocks } from './parts/frame/clocks';
import { EmergencyBanner, EmergencyButton, EmergencyWatch } from './parts/frame/emergency';
import { LanguageSwitch } from './parts/frame/language-switch';
import { LookButton } from './parts/frame/look';
import { Page } from './parts/frame/page';
import { TrainingBadge, TrainingBanner } from './parts/frame/training-banner';
import { Search } from './parts/frame/search';
import { Shortcuts } from './parts/frame/shortcuts';
import { Toasts } from './parts/frame/toasts';
import { useNews } from './parts/frame/news';
import { NoPermission } from './parts/frame/no-permission';
import { keepFocus } from './parts/forms/keep-focus';
import { OfflineBanner } from './parts/frame/offline-banner';
import { late } from './late';
import { GROUPS, isFor, isHere, isOpen, type Place, placeAt } from './navigation';
import { forgetAll, keepsAnything } from './screens/compose/saving/kept';
import { usePerson, useSetPerson } from './session';
import classes from './shell.module.css';
import { number } from './times';

const SignOutDialog = late(() => import('./parts/frame/sign-out-dialog'));

/** The frame of every screen: the name, the three clocks, the menu, the signed-in person. */
export function Shell() {
  const { t } = useTranslation();
  const [opened, { toggle, close }] = useDisclosure();
  const { pathname, search } = useLocation();
  useEffect(close, [pathname, close]);
  useEffect(keepFocus, []);
  // A screen on the wall has no frame: what the banners of other screens tell of stands in its bands.
  if (new URLSearchParams(search).has('wall'))
    return (
      <main id="isi" tabIndex={-1}>
        <EmergencyWatch />
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
              <TrainingBadge />
            </Group>
            <Search />
            <Group gap="sm" wrap="nowrap">
              <Clocks />
              <Bell />
            </Group>
          </Group>
        </AppShell.Header>
        <AppShell.Navbar p="sm" style={{ overflowY: 'auto' }}>
          <Navigation />
        </AppShell.Navbar>
        <AppShell.Main id="isi" tabIndex={-1}>
          <Box className="width" mx="auto">
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
      <Shortcuts />
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
                <Text size="xs" c="dimmed" fw={600} px="xs" mt={4} aria-hidden>
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
        <Group gap="sm" wrap="nowrap" px="xs" align="flex-start">
          <span className={classes['initials']} aria-hidden>
            {initialsOf(person.name)}
          </span>
          <Box miw={0}>
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
        </Group>
        <Stack gap={2}>
          <PlaceItem to="/akun" icon={IconUserCircle} label={t('nav.account')} here={pathname === '/akun'} />
          <PlaceItem to="/alamat" icon={IconAt} label={t('nav.addresses')} here={pathname === '/alamat'} />
          <LookButton />
        </Stack>
        <Group justify="space-between" gap={0}>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={<IconLogout size={16} aria-hidden />}
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
function PlaceLink({ place: { to, name, icon }, here }: { place: Place; here: boolean }) {
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
      <PlaceItem
        to={to}
        icon={icon}
        label={t(`nav.${name}`)}
        here={here}
        {...(many > 0 && { waiting: { id, many } })}
      />
      {many > 0 && counted && (
        <span id={id} hidden>
          {t(`news.waiting.${counted}`, { shown: number(many) })}
        </span>
      )}
    </>
  );
}

function PlaceItem({
  to,
  icon: Icon,
  label,
  here,
  waiting,
}: {
  to: string;
  icon: Place['icon'];
  label: string;
  here: boolean;
  /** How many items wait there; `id` is of the element that says it in words. */
  waiting?: { id: string; many: number };
}) {
  return (
    <Link
      to={to}
      className={classes['place'] ?? ''}
      data-active={here || undefined}
      aria-current={here ? 'page' : undefined}
      aria-describedby={waiting?.id}
    >
      <Icon size={18} stroke={1.75} aria-hidden />
      <span>{label}</span>
      {waiting && (
        <span className="need-count" aria-hidden>
          {number(waiting.many)}
        </span>
      )}
    </Link>
  );
}

/** The first letters of the first and the last name. */
const initialsOf = (name: string): string => {
  const names = name.split(/\s+/).filter(Boolean);
  return [names[0], names.length > 1 ? names.at(-1) : undefined].map((one) => one?.[0] ?? '').join('');
};

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
