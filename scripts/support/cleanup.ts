/** Leaving nothing behind, also when a person interrupts. */
import { constants } from 'node:os';

const pending = new Set<() => void>();

const runAll = (): void => {
  for (const task of pending) {
    pending.delete(task);
    task();
  }
};

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

let listening = false;

const listen = (): void => {
  if (listening) return;
  listening = true;
  process.on('exit', runAll);
  for (const signal of signals) process.once(signal, () => process.exit(128 + constants.signals[signal]));
};

/**
 * Has `task` run once when the process ends, however it ends (except by SIGKILL); it must be synchronous.
 * @returns runs the task now and forgets it.
 */
export const onExit = (task: () => void): (() => void) => {
  listen();
  pending.add(task);
  return () => {
    if (pending.delete(task)) task();
  };
};
