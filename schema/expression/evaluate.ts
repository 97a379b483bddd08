/** Evaluates expressions over merged values. */
import type { Peer, Values } from '../generated/values.ts';
import { type Ast, astOf, type Expr } from './ast.ts';
import { type OperatorName, operators } from './operators.ts';

/** What `helm install` knows besides the values. */
export interface ReleaseFacts {
  readonly name: string;
  readonly namespace: string;
}

/** What an expression is evaluated over. */
export interface Context {
  readonly values: Values;
  readonly release: ReleaseFacts;
  /** Set for expressions about one peer. */
  readonly peer?: Peer;
  readonly name?: string;
  readonly image?: unknown;
  /** Facts about the peer that are known already. */
  readonly facts?: Map<string, unknown>;
}

/** The chart's name, which names are made from. */
export const chartName = 'fabric-dind';

const scopeOf = (context: Context): Record<string, unknown> => ({
  Values: context.values,
  peer: context.peer,
  name: context.name,
  Release: { Name: context.release.name, Namespace: context.release.namespace, Service: 'Helm' },
  Chart: { Name: chartName },
  image: context.image,
});

const run = (ast: Ast, context: Context): unknown => {
  switch (ast.kind) {
    case 'literal':
      return ast.value;
    case 'reference': {
      let value: unknown = scopeOf(context)[ast.scope];
      for (const key of ast.path) value = (value as Record<string, unknown> | null | undefined)?.[key];
      return value;
    }
    case 'named':
      return run(
        ast.named.body[astOf],
        ast.argument ? { ...context, image: run(ast.argument, context) } : context,
      );
    case 'fact': {
      const { fact } = ast;
      if (!context.facts?.has(fact.name)) context.facts?.set(fact.name, run(fact.body[astOf], context));
      return context.facts ? context.facts.get(fact.name) : run(fact.body[astOf], context);
    }
    case 'go':
      throw new Error('Go template code cannot be evaluated; a rule or a fact must do without it');
    case 'call':
      return operators[ast.operator as OperatorName].evaluate(
        ...(ast.args.map((arg) => run(arg, context)) as [unknown, unknown, unknown, unknown]),
      );
  }
};

/** The value of an expression. */
export const evaluate = <T>(expression: Expr<T>, context: Context): T => run(expression[astOf], context) as T;
