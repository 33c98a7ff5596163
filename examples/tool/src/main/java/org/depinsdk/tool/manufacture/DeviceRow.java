package org.depinsdk.tool.manufacture;

import java.util.Optional;
import org.depinsdk.attestation.AttestedKey;

/**
 * A device as the factory lists it.
 *
 * @param serial the manufacturer's number of it
 * @param model what it is
 * @param key the key that was generated in it; empty if one is to be made
 */
record DeviceRow(String serial, String model, Optional<AttestedKey> key) {}
