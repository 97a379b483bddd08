/** The Helm of whoever uses the package: his own, as the package fetches nothing. */
import { onPath, openSupportedHelm } from '../../helm/binary.ts';
import { type Helm, HelmError } from '../../helm/helm.ts';
import { supportedHelm } from '../../helm/versions.ts';

const advice = `Install Helm ${supportedHelm.replace('-0', '')} (https://helm.sh/docs/intro/install/) and put it on the PATH, or name one in the variable HELM`;

/**
 * The Helm that HELM names, or the first on the PATH.
 * @throws HelmError when there is none, or it is one that the chart does not support.
 */
export const ownHelm = async (): Promise<Helm> => {
  const path = process.env.HELM || (await onPath('helm', process.env.PATH));
  if (path === undefined) throw new HelmError(`there is no helm on the PATH. ${advice}`);
  return openSupportedHelm(path).catch((cause: unknown) => {
    throw new HelmError(`${cause instanceof Error ? cause.message : String(cause)}. ${advice}`, { cause });
  });
};
