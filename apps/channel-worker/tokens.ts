import { Inject } from '@nestjs/common';

/** The name of the channel of one ChannelWorkerModule. */
export const CHANNEL = Symbol('channel');
export const InjectChannel = (): ParameterDecorator => Inject(CHANNEL);

/** The SendingAccounts of one ChannelWorkerModule's channel. */
export const ACCOUNTS = Symbol('accounts');
export const InjectAccounts = (): ParameterDecorator => Inject(ACCOUNTS);

/** The SendObserver of this worker's senders. */
export const OBSERVER = Symbol('send observer');
