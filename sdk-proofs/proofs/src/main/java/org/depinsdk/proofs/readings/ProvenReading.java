package org.depinsdk.proofs.readings;

import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.report.SignedReport;
import org.depinsdk.proofs.MalformedEvidenceException;

/**
 * One reading and the report that commits to it. Who has the device's key can check it, without any other reading.
 *
 * @param report whose evidence is {@link CommittedReadings}
 * @param reading the reading, which the report itself need not show
 */
public record ProvenReading(SignedReport report, DisclosedReading reading) {
  /**
   * Whether the device signed a tree that holds the reading.
   *
   * @param network the network that the report was for
   * @param key the key that the registry holds for the device at the report's time
   * @return true if the signature is valid and the reading is in the tree
   * @throws MalformedEvidenceException if the report's evidence is no {@link CommittedReadings}
   */
  public boolean verify(String network, DeviceKey key) throws MalformedEvidenceException {
    CommittedReadings committed = CommittedReadings.CODEC.decode(report.report().evidence());
    return report.verify(network, key) && reading.isIn(committed.root(), committed.count());
  }
}
