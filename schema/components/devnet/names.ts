/** Names of what a devnet consists of. */
import type { Expr } from '../../expression/ast.ts';
import { format, orElse } from '../../expression/build.ts';
import { v } from '../../expression/references.ts';
import { fullname } from '../release/names.ts';

/** Names of the devnet's objects; what a second organisation joins is that of the first one's release. */
export const devnetObjects = {
  /** The Secret that everything follows from, and the objects of the Jobs that make and remove it. */
  state: format('%s-devnet', fullname),
  admin: format('%s-devnet-admin', fullname),
  orderer: format('%s-devnet-orderer', fullname),
  join: format('%s-devnet-join', fullname),
  organisation: format('%s-devnet-organisation', fullname),
  remove: format('%s-devnet-remove', fullname),
  test: format('%s-devnet-test', fullname),
};

/** The full name of the release that has the orderers. */
export const network: Expr<string> = orElse(v.devnet.joins, fullname);

/** The Secret with the administrator of that release, and the TLS CA of its orderers. */
export const networkAdmin = format('%s-devnet-admin', network);
