/** What the verifiers share and nobody else uses: sorting a group, collecting findings, reading wire fields. */
@NullMarked
package org.depinsdk.proofs.internal;

import org.jspecify.annotations.NullMarked;
