/** Calldata with which operators claim from a Merkle distributor contract on an EVM chain. */
@NullMarked
package org.depinsdk.claims.evm;

import org.jspecify.annotations.NullMarked;
