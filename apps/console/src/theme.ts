import {
  Alert,
  Badge,
  Button,
  createTheme,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type MenuProps,
} from '@mantine/core';
import { BusyButton } from './parts/forms/busy-button';

/** A deep sea blue; from shade 6 on, white text on it has a contrast of at least 4.5:1. */
const sea: MantineColorsTuple = [
  '#eaf5f9',
  '#d5e8f0',
  '#a8d1e2',
  '#78b9d3',
  '#4f9fbf',
  '#2b7fa1',
  '#1a6a8c',
  '#0b5676',
  '#0b4f6c',
  '#063a51',
];

export const theme = createTheme({
  primaryColor: 'sea',
  primaryShade: 7,
  colors: { sea },
  fontFamily:
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Ubuntu, Cantarell, sans-serif",
  headings: { fontWeight: '650' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  // Components that the first screen lacks are configured by name: importing them here would load them with it.
  components: {
    Button: Button.extend({ defaultProps: { component: BusyButton } }),
    // WCAG 2.2, 2.5.8: targets are large enough, whatever is beside or above them.
    Checkbox: { vars: () => ({ root: { '--checkbox-size': '1.5rem' } }) },
    Radio: { vars: () => ({ root: { '--radio-size': '1.5rem' } }) },
    // No text is smaller than 12 px.
    Badge: Badge.extend({
      vars: (_theme, { size = 'md' }) => ({
        root: size === 'md' ? { '--badge-fz': 'var(--mantine-font-size-xs)' } : {},
      }),
    }),
    Menu: {
      defaultProps: {
        // Inside the main landmark: people who navigate by landmarks miss what lies outside them.
        portalProps: { target: '#isi' },
        // The first entry takes the focus: a placeholder is no menu item and must not be in a menu.
        withInitialFocusPlaceholder: false,
        transitionProps: { duration: 0 },
      } satisfies Partial<MenuProps>,
    },
    // Nearly every field is required: the optional ones are marked instead.
    InputWrapper: { defaultProps: { withAsterisk: false } },
    // For several hues, a title in the hue of its light background has too little contrast.
    Alert: Alert.extend({ styles: { title: { color: 'var(--mantine-color-text)' } } }),
  },
});

/** Darker greys where Mantine's are too pale for WCAG 2.2 AA (text 4.5:1, edges of controls 3:1). */
export const readable: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': 'var(--mantine-color-gray-7)',
    '--mantine-color-placeholder': 'var(--mantine-color-gray-7)',
    '--mantine-color-error': 'var(--mantine-color-red-9)',
    '--mantine-color-default-border': '#868e96',
    '--mantine-color-anchor': 'var(--mantine-color-sea-7)',
  },
  dark: {},
});
