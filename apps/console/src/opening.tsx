import { Center, Loader } from '@mantine/core';

/** Shown while the first screen loads. */
export function Opening() {
  return (
    <Center h="100vh">
      <Loader role="progressbar" aria-label="Siar" />
    </Center>
  );
}
