package org.depinsdk.hardware.bridge.ocpp.metering;

import java.util.List;

/**
 * A charging transaction that ended, and everything that its meter signed.
 *
 * @param station the station's identity, as it authenticated
 * @param transaction the transaction's name, as the station's events have it
 * @param records the signed texts byte for byte, each once, in the order in which they came; empty if none was signed
 */
public record CollectedTransaction(String station, String transaction, List<String> records) {
  /** Copies the list. */
  public CollectedTransaction {
    records = List.copyOf(records);
  }
}
