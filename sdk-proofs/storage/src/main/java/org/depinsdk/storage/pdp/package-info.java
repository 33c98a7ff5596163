/**
 * Filecoin's proof of data possession (PDPVerifier 3.5.0): which leaves of a data set are challenged, where they lie, what a
 * provider sends to the contract, and how its service counts faults.
 */
@NullMarked
package org.depinsdk.storage.pdp;

import org.jspecify.annotations.NullMarked;
