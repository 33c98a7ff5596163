/** Pretend certificate authorities and attesters, honest and tampered with, to test an appraisal policy. */
@NullMarked
package org.depinsdk.attestation.testkit;

import org.jspecify.annotations.NullMarked;
