/** What a network takes as evidence when devices join, and the appraisal that a replay makes again. */
@NullMarked
package org.depinsdk.attestation.enrolment;

import org.jspecify.annotations.NullMarked;
