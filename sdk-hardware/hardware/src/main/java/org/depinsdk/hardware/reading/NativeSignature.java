package org.depinsdk.hardware.reading;

import java.util.Optional;

/**
 * A signature that the hardware itself made over a reading, for example a meter's. It is passed on as it came, together
 * with the reading's raw bytes, so that others can check it again.
 *
 * @param format what kind of signature, for example {@code OCMF}
 * @param keyId which key made it, as the device names it
 * @param signature the signature as it came
 * @param verified whether the driver checked it: true good, false wrong, empty not checked
 */
public record NativeSignature(
    String format, String keyId, RawBytes signature, Optional<Boolean> verified) {}
