/** A chaincode of the values, and what follows from it. */
import type { Expr } from '../../../schema/expression/ast.ts';
import { at } from '../../../schema/expression/build.ts';
import type { Values } from '../../../schema/generated/values.ts';

/** A chaincode as the values have it. */
export type Chaincode = Values['chaincodes'][string];

/** A chaincode with its name, as named templates are given it. */
export interface Named {
  readonly name: string;
  readonly chaincode: Chaincode;
}

/** Where a package may come from. */
export type Source = keyof Chaincode['package'];

/** One of the sources of a chaincode's package; nothing where the package comes from another. */
export const source = <S extends Source>(
  chaincode: Expr<Chaincode>,
  name: S,
): Expr<NonNullable<Chaincode['package'][S]>> => at(chaincode as never, 'package', name) as never;
