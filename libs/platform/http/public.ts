import { SetMetadata } from '@nestjs/common';

const PUBLIC = 'siar:public';

/** Marks a route that needs no sign-in. A test holds the list of these routes. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC, true);
Public.key = PUBLIC;
