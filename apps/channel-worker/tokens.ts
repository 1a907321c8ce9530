import { Inject } from '@nestjs/common';

/** The channel of one ChannelWorkerModule, as its provider's adapter offers it. */
export const CHANNEL = Symbol('channel');
export const InjectChannel = (): ParameterDecorator => Inject(CHANNEL);

/** The SendObserver of this worker's senders. */
export const OBSERVER = Symbol('send observer');
