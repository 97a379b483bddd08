#!/usr/bin/env node
/** The program `fabric-dind` of the npm package. */
import { versions } from '../../../schema/versions.ts';
import { dispatch, type Program, usage } from '../../support/dispatch.ts';

const program: Program = {
  call: 'fabric-dind <command> [arguments]    (--help after a command tells more)',
  commands: {
    validate: {
      summary: 'check values files as helm install would',
      load: () => import('./validate.ts'),
    },
    render: { summary: 'print the manifests for the given values', load: () => import('./render.ts') },
    explain: { summary: 'what a value is for, and what it may be', load: () => import('./explain.ts') },
    init: { summary: 'write a first values file', load: () => import('./init.ts') },
    migrate: {
      summary: 'turn values of another chart or operator into values of this one',
      load: () => import('./migrate.ts'),
    },
  },
};

const args = process.argv.slice(2);
if (args[0] === '--version' || args[0] === '-v') console.log(versions.chart);
else if (args[0] === '--help' || args[0] === '-h') console.log(usage(program));
else process.exitCode = await dispatch(program, args);
