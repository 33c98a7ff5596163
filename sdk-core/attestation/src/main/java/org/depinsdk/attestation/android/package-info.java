/** Android Key Attestation: keys that a phone's keystore made and certified. */
@NullMarked
package org.depinsdk.attestation.android;

import org.jspecify.annotations.NullMarked;
