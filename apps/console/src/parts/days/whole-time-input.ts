import type { MouseEvent } from 'react';

/**
 * For the hour and minute inputs of Mantine's time picker, which select their two digits on a click. Where they are
 * selected already, Chromium puts the caret between them after that click, and a typed `21` becomes `07.01`.
 */
export const wholeTimeInput = {
  onMouseDown: (event: MouseEvent<HTMLInputElement>): void => {
    event.stopPropagation();
    if (document.activeElement === event.currentTarget) event.preventDefault();
  },
};
