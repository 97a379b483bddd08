/** Building and running chaincode. */
import type { Component } from '../component.ts';
import { rules } from './rules.ts';
import { chaincodeLogging, chaincode as values } from './values.ts';

export const chaincode: Component = { peer: { chaincode: values, chaincodeLogging }, rules };
