import type { ComponentType } from 'react';
import { wantScreens } from './i18n';

/** What a file shows, once its words and styles are there: each screen is a file of its own, fetched when first opened. */
export async function screen<Props>(
  module: Promise<{ default: ComponentType<Props> }>,
): Promise<{ Component: ComponentType<Props> }> {
  const [{ default: Component }] = await Promise.all([
    module,
    import('./mantine-screens.css'),
    wantScreens(),
  ]);
  return { Component };
}
