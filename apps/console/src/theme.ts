import {
  Alert,
  Badge,
  Button,
  createTheme,
  type CSSVariablesResolver,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type MenuProps,
  parseThemeColor,
  type SelectProps,
  type VariantColorsResolver,
} from '@mantine/core';
import type { SyntheticEvent } from 'react';
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

/** Greys of the dark scheme as Mantine's own styles name them: 0 is the text, 7 a card, 8 the page. */
const dark: MantineColorsTuple = [
  '#e3e8ec',
  '#c5ced5',
  '#a9b5be',
  '#87959f',
  '#485660',
  '#37444e',
  '#263039',
  '#1c252c',
  '#141b21',
  '#0d1318',
];

/** A named shade beside white, as what is filled or as the text on it, is the hue's filled colour in the dark scheme. */
const variants: VariantColorsResolver = (input) => {
  const resolved = defaultVariantColorsResolver(input);
  const parsed = parseThemeColor({ color: input.color ?? input.theme.primaryColor, theme: input.theme });
  if (!parsed.isThemeColor || parsed.shade === undefined) return resolved;
  const under = (shade: string): string => `var(--filled-${parsed.color}, ${shade})`;
  if (input.variant === 'white') return { ...resolved, color: under(resolved.color) };
  if (input.variant !== 'filled') return resolved;
  return {
    ...resolved,
    background: under(resolved.background),
    hover: under(resolved.hover ?? resolved.background),
  };
};

function selectTyped({ currentTarget }: SyntheticEvent<HTMLInputElement>): void {
  if (!currentTarget.readOnly) currentTarget.select();
}

export const theme = createTheme({
  variantColorResolver: variants,
  primaryColor: 'sea',
  primaryShade: { light: 7, dark: 6 },
  colors: { sea, dark },
  fontFamily:
    "'Plus Jakarta Sans', 'Jakarta measures', system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
  headings: { fontWeight: '700' },
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
    // What is typed into a list that can be searched replaces the choice that stands in it, as the search finds nothing beside it.
    Select: { defaultProps: { onFocus: selectTyped, onClick: selectTyped } satisfies Partial<SelectProps> },
    // Nearly every field is required: the optional ones are marked instead.
    // A label has the same distance to its field, or to the description between them, everywhere.
    InputWrapper: {
      defaultProps: { withAsterisk: false },
      styles: { label: { marginBottom: '0.25rem' } },
    },
    // For several hues, a title in the hue of its light background has too little contrast.
    Alert: Alert.extend({ styles: { title: { color: 'var(--mantine-color-text)' } } }),
  },
});

/** Hues with shades that styles name, and greys. */
const HUES = ['sea', 'red', 'orange', 'yellow', 'green', 'teal', 'blue', 'grape'] as const;

/** Greys of the dark scheme, in the order of their names: 0 is close to the page, 9 to the text. */
const DARK_GREYS = [
  '#182027',
  '#222c34',
  '#2b363f',
  '#37444e',
  '#485660',
  '#6a7883',
  '#87959f',
  '#a9b5be',
  '#c5ced5',
  '#e3e8ec',
];

/**
 * One hue in the dark scheme. A shade's number is its distance from the page in both schemes: 0 and 1 tint an area, from 6
 * on it is an edge or a text. So styles name one shade for both; what is filled under white text is named by `-filled`.
 */
function darkHue(name: string, shades: MantineColorsTuple): Record<string, string> {
  const at = (shade: number): string => shades[shade] ?? '';
  const tint = (share: number): string => `color-mix(in srgb, ${at(5)} ${share}%, #1c252c)`;
  const ladder = [tint(14), tint(24), tint(34), tint(46), at(6), at(5), at(4), at(3), at(3), at(3)];
  const named = (what: string): string => `--mantine-color-${name}-${what}`;
  return {
    ...Object.fromEntries(ladder.map((colour, shade) => [named(`${shade}`), colour])),
    [named('text')]: at(3),
    // White text on it has a contrast of 4.5:1.
    [named('filled')]: at(name === 'sea' ? 6 : 9),
    [`--filled-${name}`]: at(name === 'sea' ? 6 : 9),
    [named('filled-hover')]: at(name === 'sea' ? 7 : 8),
    [named('light')]: tint(14),
    [named('light-hover')]: tint(24),
    [named('light-color')]: at(2),
    [named('outline')]: at(3),
    [named('outline-hover')]: tint(14),
  };
}

/** Colours where Mantine's do not reach WCAG 2.2 AA (text 4.5:1, edges of controls 3:1), and those of the dark scheme. */
export const readable: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': 'var(--mantine-color-gray-7)',
    '--mantine-color-placeholder': 'var(--mantine-color-gray-7)',
    '--mantine-color-error': 'var(--mantine-color-red-9)',
    '--mantine-color-default-border': '#868e96',
    '--mantine-color-anchor': 'var(--mantine-color-sea-7)',
  },
  dark: {
    ...Object.fromEntries(DARK_GREYS.map((colour, shade) => [`--mantine-color-gray-${shade}`, colour])),
    ...Object.assign({}, ...HUES.map((name) => darkHue(name, colors[name] ?? sea))),
    '--mantine-color-gray-filled': '#485660',
    '--mantine-color-gray-outline': '#a9b5be',
    '--mantine-color-gray-light-color': '#c5ced5',
    '--mantine-color-placeholder': 'var(--mantine-color-gray-7)',
    '--mantine-color-dimmed': 'var(--mantine-color-gray-7)',
    '--mantine-color-error': 'var(--mantine-color-red-9)',
    '--mantine-color-default-border': 'var(--mantine-color-gray-6)',
    '--mantine-color-disabled-color': 'var(--mantine-color-gray-6)',
    '--mantine-color-anchor': 'var(--mantine-color-sea-8)',
  },
});
